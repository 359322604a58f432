import type { Blueprint } from '#configs';
import { deleteAfterInput, syncPlatformsInput, upsertCustomerInput } from '#customers';
import type { ApiVersion } from '#http';
import { z } from 'zod';
import { assignment, type FoundMember } from '../case.assignee.js';
import type { CaseEvent } from '../case.events.js';
import type { CaseState } from '../case.state.js';
import { addedCheck, checkInput, type PlannedCheck } from '../check.input.js';
import { startEvents } from '../case.start.js';
import { documentIdsInput } from '../document-ids.input.js';
import { externalIdInput, externalIdTaken } from '../external-id.js';
import { metadataInput } from '../metadata.input.js';
import { pinnedConfig } from '../pinned-config.js';
import { webhookUrlInput } from '../webhook-url.input.js';

/** What version 1 says of a new case beside its fields, at most 10,000 characters each. */
export const noteInput = z.string().max(10_000).nullish();
export const rfiInput = z.string().max(10_000).nullish();

/** The rules about more than one field that bodies of every version keep. */
export function refuseContradictions(
  body: { readonly customer_id?: unknown; readonly customer?: unknown; readonly case_config?: unknown; readonly checks?: unknown },
  context: z.RefinementCtx,
): void {
  const refuse = (path: string[], message: string): void => {
    context.addIssue({ code: 'custom', path, message });
  };
  if (body.customer_id == null && body.customer == null) refuse([], 'Either customer_id or customer is required.');
  if (body.customer_id != null && body.customer != null) refuse([], 'Give customer_id or customer, not both.');
  if (body.case_config != null && body.checks != null) refuse(['checks'], 'Give checks or case_config, not both.');
}

/** The body of `POST /api/cases/`; contract, section 5. */
export const createCaseInput = z
  .object({
    customer_id: z.int().positive().nullish(),
    customer: upsertCustomerInput.nullish(),
    webhook_url: webhookUrlInput.nullish(),
    checks: z.array(checkInput).max(100).nullish(),
    document_ids: documentIdsInput.nullish(),
    case_config: z.string().max(255).nullish(),
    auto_start: z.boolean().optional(),
    /** The old name of `auto_start`. */
    start: z.boolean().optional(),
    external_id: externalIdInput.nullish(),
    assignee: z.email().max(254).nullish(),
    metadata: metadataInput.nullish(),
    sync_platforms: syncPlatformsInput.nullish(),
    delete_after: deleteAfterInput.nullish(),
  })
  .superRefine(refuseContradictions)
  .meta({
    id: 'CreateCase',
    example: {
      customer: { external_id: 'crm-7', full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL' },
      checks: [{ check_type: 'PEP' }, { check_type: 'SANCTION' }],
      webhook_url: 'https://example.com/webhooks',
    },
  });

/** A new case as it was asked for, in whatever version. */
export interface CreateCaseInput extends z.output<typeof createCaseInput> {
  readonly note?: z.output<typeof noteInput>;
  /** The text of a request for information. */
  readonly rfi?: z.output<typeof rfiInput>;
}

/** The command, with everything that was found out before the decision. */
export interface CreateCaseDecision {
  readonly id: number;
  readonly externalId: string;
  readonly customerId: number;
  readonly apiVersion: ApiVersion;
  /** The member that `input` names as assignee, if it names one. */
  readonly assignee?: FoundMember;
  readonly input: CreateCaseInput;
  /** What the config says that `case_config` names. */
  readonly blueprint?: Blueprint | undefined;
}

/** Opens the case, and starts it unless that was not wanted or there is nothing to start. */
export function decideCreateCase(
  { id, externalId, customerId, apiVersion, assignee, input, blueprint }: CreateCaseDecision,
  state: CaseState | undefined,
): readonly CaseEvent[] {
  if (state) throw externalIdTaken();
  const wanted: readonly PlannedCheck[] = blueprint?.checks ?? input.checks ?? [];
  const checks = wanted.map((check, index) => addedCheck(id, index, check));
  const document_ids = input.document_ids ?? [];
  const created: CaseEvent = {
    type: 'case-created',
    data: {
      case_id: id,
      customer_id: customerId,
      external_id: externalId,
      note: input.note ?? null,
      rfi: input.rfi ?? null,
      webhook_url: input.webhook_url ?? null,
      checks,
      document_ids,
      case_config: blueprint?.slug ?? null,
      pinned_config: blueprint ? pinnedConfig(blueprint) : null,
      parent_case_id: null,
      assignee: null,
      metadata: input.metadata ?? null,
      sync_platforms: input.sync_platforms ?? [],
      delete_after: input.delete_after ?? -1,
      api_version: apiVersion,
    },
  };
  const made = assignee ? [created, assignment(assignee)] : [created];
  const start = input.auto_start ?? input.start ?? true;
  const something = blueprint?.dual ? document_ids.length > 0 : checks.length > 0;
  return start && something ? [...made, ...startEvents(customerId, checks)] : made;
}
