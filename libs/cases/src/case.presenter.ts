import type { z } from 'zod';
import type { caseSchema, checkOfCaseSchema, checkSchema } from './case.schema.js';
import type { CaseDocument } from './case.view.js';
import { findCheck } from './check.find.js';
import type { CheckState } from './check.state.js';

/** A check within its case, in the answers of API version 3, with its fields in the contract's order. */
export const presentCheckOfCase = (check: CheckState): z.output<typeof checkOfCaseSchema> => ({
  id: check.id,
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

/** A case in the answers of API version 3, with its fields in the contract's order. */
export const presentCase = (document: CaseDocument): z.output<typeof caseSchema> => ({
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
  checks: document.checks.map(presentCheckOfCase),
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

/** A check on its own, in the answers of API version 3: with as much of its case as the contract shows. */
export const presentCheck = (check: CheckState, { id, customer, outcome, risk_score }: CaseDocument): z.output<typeof checkSchema> => {
  const { id: checkId, ...fields } = presentCheckOfCase(check);
  return { id: checkId, case: { id, customer, outcome, risk_score }, ...fields };
};

/** A check of a case, by its id, in the answers of API version 3. */
export function presentCheckById(document: CaseDocument, checkId: number): z.output<typeof checkSchema> {
  return presentCheck(findCheck(document, checkId).check, document);
}
