import { syncPlatform } from '#customers';
import { view } from '#http';
import { z } from 'zod';
import { actionTaken, customerCard, deleteAfter, details, id, progress, text, time } from '../case.fields.js';
import { type CaseDocument, shownChecks } from '../case.view.js';
import type { CheckOfCase } from '../check.find.js';
import type { CheckState } from '../check.state.js';
import { checkType, outcome } from '../check.types.js';
import { rfi } from '../rfi.js';
import type { StartedCase } from '../start-case/start-case.handler.js';

/*
 * Version 3, "newest": what the others are compared with. What it takes is what there is inside, so that it has no
 * bodies of its own.
 */

const result = { outcome: outcome.nullable(), risk_score: z.number().nullable() };

/** What version 3 shows of a check; contract, section 6. Version 2 shows the same. */
export const checkFields = {
  check_type: checkType.nullable(),
  input_details: details,
  risk_score: result.risk_score,
  title: text,
  note: text,
  reasoning: z.array(z.string()).readonly(),
  outcome: result.outcome,
  status: z.enum(['PENDING', 'DECIDING', 'DECIDED', 'SUBMITTED', 'SKIPPED', 'ERROR']),
  delete_after: deleteAfter,
  created_at: time,
  updated_at: time,
};

/** A check within its case. */
export const checkOfCaseSchema = z.object({ id, ...checkFields }).meta({ id: 'CheckOfCase' });

/** A check on its own. */
export const checkSchema = z
  .object({ id, case: z.object({ id, customer: customerCard.nullable(), ...result }), ...checkFields })
  .meta({ id: 'Check' });

/** A case; contract, section 5. */
export const caseSchema = z
  .object({
    id,
    external_id: z.string(),
    uuid: z.string().meta({ deprecated: true, description: 'The same as external_id.' }),
    customer: customerCard.nullable(),
    note: text,
    risk_score: result.risk_score,
    outcome: result.outcome,
    is_complete: z.boolean(),
    failed: z.boolean(),
    status: progress,
    created_at: time,
    updated_at: time,
    checks: z.array(checkOfCaseSchema).readonly(),
    rfi: rfi.nullable(),
    webhook_url: text,
    delete_after: deleteAfter,
    assignee: text,
    metadata: z.record(z.string(), z.json()).nullable(),
    sync_platforms: z.array(syncPlatform).readonly(),
    case_config: text,
    parent_case_id: id.nullable(),
    archived: z.boolean().meta({ description: 'Whether it was restarted: another case with the same external_id has taken its place.' }),
    revision: z.int().nonnegative(),
  })
  .meta({ id: 'Case' });

/** A case that was asked to start. */
export const startedCaseSchema = z.object({ ...caseSchema.shape, action_taken: actionTaken }).meta({ id: 'StartedCase' });

/** What version 3 shows of a check. */
export const showCheckFields = (check: CheckState) => ({
  check_type: check.check_type,
  input_details: check.input_details,
  risk_score: check.risk_score,
  title: check.title,
  note: check.note,
  reasoning: check.reasoning,
  outcome: check.outcome,
  status: check.status,
  delete_after: check.delete_after,
  created_at: check.created_at,
  updated_at: check.updated_at,
});

/** A check within its case. */
export const showCheckOfCase = (check: CheckState): z.output<typeof checkOfCaseSchema> => ({ id: check.id, ...showCheckFields(check) });

/** A case, with its fields in the contract's order. */
export const showCase = (document: CaseDocument): z.output<typeof caseSchema> => ({
  id: document.id,
  external_id: document.external_id,
  uuid: document.external_id,
  customer: document.customer,
  note: document.note,
  risk_score: document.risk_score,
  outcome: document.outcome,
  is_complete: document.is_complete,
  failed: document.failed,
  status: document.status,
  created_at: document.created_at,
  updated_at: document.updated_at,
  checks: shownChecks(document).map(showCheckOfCase),
  rfi: document.rfi,
  webhook_url: document.webhook_url,
  delete_after: document.delete_after,
  assignee: document.assignee,
  metadata: document.metadata,
  sync_platforms: document.sync_platforms,
  case_config: document.case_config,
  parent_case_id: document.parent_case_id,
  archived: document.archived,
  revision: document.revision,
});

export const caseView = view(caseSchema, showCase);

export const startedCaseView = view(startedCaseSchema, ({ document, action }: StartedCase) => ({ ...showCase(document), action_taken: action }));

export const checkView = view(checkSchema, ({ check, document: { id: caseId, customer, outcome: came, risk_score } }: CheckOfCase) => ({
  id: check.id,
  case: { id: caseId, customer, outcome: came, risk_score },
  ...showCheckFields(check),
}));
