import { customersV2 } from '#customers';
import { view } from '#http';
import { z } from 'zod';
import { actionTaken, customerCard, deleteAfter, id, text, time } from '../case.fields.js';
import { type CaseDocument, shownChecks } from '../case.view.js';
import { outcome } from '../check.types.js';
import { createCaseInput, refuseContradictions } from '../create-case/create-case.js';
import { rfi } from '../rfi.js';
import type { StartedCase } from '../start-case/start-case.handler.js';
import { checkOfCaseSchema, showCheckOfCase } from './v3.js';

/*
 * Version 2, "OAuth": cases without the fields that came with version 3, and a start that restarts. Checks are version 3's.
 */

const caseSchema = z
  .object({
    id,
    customer: customerCard.nullable(),
    note: text,
    risk_score: z.number().nullable(),
    outcome: outcome.nullable(),
    is_complete: z.boolean(),
    failed: z.boolean(),
    created_at: time,
    updated_at: time,
    checks: z.array(checkOfCaseSchema).readonly(),
    rfi: rfi.nullable(),
    webhook_url: text,
    delete_after: deleteAfter,
    case_config: text,
    parent_case_id: id.nullable(),
  })
  .meta({ id: 'Case' });

const showCase = (document: CaseDocument): z.output<typeof caseSchema> => ({
  id: document.id,
  customer: document.customer,
  note: document.note,
  risk_score: document.risk_score,
  outcome: document.outcome,
  is_complete: document.is_complete,
  failed: document.failed,
  created_at: document.created_at,
  updated_at: document.updated_at,
  checks: shownChecks(document).map(showCheckOfCase),
  rfi: document.rfi,
  webhook_url: document.webhook_url,
  delete_after: document.delete_after,
  case_config: document.case_config,
  parent_case_id: document.parent_case_id,
});

/** A case. */
export const caseView = view(caseSchema, showCase);

/** A case that was asked to start. */
export const startedCaseView = view(
  z.object({ ...caseSchema.shape, action_taken: actionTaken }).meta({ id: 'StartedCase' }),
  ({ document, action }: StartedCase) => ({ ...showCase(document), action_taken: action }),
);

const { customer_id, webhook_url, checks, document_ids, case_config, auto_start, start, delete_after } = createCaseInput.shape;

/** The body of `POST /api/cases/`. */
export const createCaseBody = z
  .object({ customer_id, customer: customersV2.inlineCustomer.nullish(), webhook_url, checks, document_ids, case_config, auto_start, start, delete_after })
  .superRefine(refuseContradictions)
  .meta({ id: 'CreateCase', example: { customer_id: 123, webhook_url: 'https://example.com/webhook/case-complete', delete_after: 30 } });

/** The body of `POST /api/cases/{id}/start/`, if there is one: a finished case is restarted whatever it says. */
export const startCaseBody = z.unknown().transform(() => ({ allow_restart: true }));
