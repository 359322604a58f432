import { deleteAfterInput } from '#customers';
import { z } from 'zod';
import { documentIdsInput } from './document-ids.input.js';
import { checkId } from './check-ids.js';
import { checkType } from './check.types.js';

/** A check in the body of a request. */
export const checkInput = z.object({
  check_type: checkType.nullable(),
  input_details: z.record(z.string(), z.json()).nullish(),
  document_ids: documentIdsInput.nullish(),
  delete_after: deleteAfterInput.nullish(),
});

/** A check in the body of a request, checked. */
export type CheckInput = z.output<typeof checkInput>;

/** A check to be added: as clients say, or as a config does. */
export type PlannedCheck = CheckInput & { readonly required?: boolean | null; readonly provider?: string | null };

/** The data of a case's nth check (from 0), as its event holds it. */
export const addedCheck = (caseId: number, index: number, input: PlannedCheck) => ({
  check_id: checkId(caseId, index),
  check_type: input.check_type,
  input_details: input.input_details ?? null,
  document_ids: input.document_ids ?? [],
  delete_after: input.delete_after ?? -1,
  required: input.required ?? null,
  provider: input.provider ?? null,
});
