import { customersV1 } from '#customers';
import { view } from '#http';
import { z } from 'zod';
import { addCheckInput } from '../add-check/add-check.js';
import { actionTaken, customerCard, deleteAfter, details, id, progress, text, time } from '../case.fields.js';
import { type CaseDocument, shownChecks } from '../case.view.js';
import type { CheckOfCase } from '../check.find.js';
import { checkInput } from '../check.input.js';
import type { CheckState } from '../check.state.js';
import { checkType, outcome, type OutcomeFilter } from '../check.types.js';
import { createCaseInput, type CreateCaseInput, noteInput, refuseContradictions, rfiInput } from '../create-case/create-case.js';
import { listCasesQuery } from '../list-cases/list-cases.query.js';
import { listChecksQuery } from '../list-checks/list-checks.query.js';
import type { StartedCase } from '../start-case/start-case.handler.js';

/*
 * Version 1, "cookie": words for progress instead of booleans, an outcome that is PENDING while there is none, and texts
 * where later versions have lists and objects.
 */

const score = z.number().nullable();

const checkFields = {
  check_type: checkType.nullable(),
  input_details: details,
  risk_score: score,
  title: text,
  note: text,
  reasoning: text,
  outcome,
  status: progress,
  delete_after: deleteAfter,
  created_at: time,
  updated_at: time,
};

const checkOfCaseSchema = z.object({ id, ...checkFields }).meta({ id: 'CheckOfCase' });

const PROGRESS = {
  PENDING: 'PENDING', DECIDING: 'PROCESSING', DECIDED: 'COMPLETED', SUBMITTED: 'COMPLETED', SKIPPED: 'COMPLETED', ERROR: 'ERROR',
} as const satisfies Record<CheckState['status'], z.output<typeof progress>>;

const showCheckFields = (check: CheckState) => ({
  check_type: check.check_type,
  input_details: check.input_details,
  risk_score: check.risk_score,
  title: check.title,
  note: check.note,
  // Markdown, as it always was: a step is a paragraph.
  reasoning: check.reasoning.length === 0 ? null : check.reasoning.join('\n\n'),
  outcome: check.outcome ?? ('PENDING' as const),
  status: PROGRESS[check.status],
  delete_after: check.delete_after,
  created_at: check.created_at,
  updated_at: check.updated_at,
});

const caseSchema = z
  .object({
    id,
    customer: customerCard.nullable(),
    notes: text,
    risk_score: score,
    outcome,
    status: progress,
    created_at: time,
    updated_at: time,
    checks: z.array(checkOfCaseSchema).readonly(),
    rfi: text,
    webhook_url: text,
    delete_after: deleteAfter,
  })
  .meta({ id: 'Case' });

const showCase = (document: CaseDocument): z.output<typeof caseSchema> => ({
  id: document.id,
  customer: document.customer,
  notes: document.note,
  risk_score: document.risk_score,
  outcome: document.outcome ?? 'PENDING',
  status: document.status,
  created_at: document.created_at,
  updated_at: document.updated_at,
  checks: shownChecks(document).map((check) => ({ id: check.id, ...showCheckFields(check) })),
  rfi: document.rfi?.body ?? null,
  webhook_url: document.webhook_url,
  delete_after: document.delete_after,
});

/** A case. */
export const caseView = view(caseSchema, showCase);

/** A case that was asked to start. */
export const startedCaseView = view(
  z.object({ ...caseSchema.shape, action_taken: actionTaken }).meta({ id: 'StartedCase' }),
  ({ document, action }: StartedCase) => ({ ...showCase(document), action_taken: action }),
);

/** A check on its own. */
export const checkView = view(
  z.object({ id, case: z.object({ id, customer: customerCard.nullable(), outcome, risk_score: score }), ...checkFields }).meta({ id: 'Check' }),
  ({ check, document }: CheckOfCase) => {
    const { id: caseId, customer, outcome: came, risk_score } = showCase(document);
    return { id: check.id, case: { id: caseId, customer, outcome: came, risk_score }, ...showCheckFields(check) };
  },
);

/** What is shown as PENDING is a decision, or that there is none yet. */
const outcomeFilter = outcome.transform((shown): OutcomeFilter => (shown === 'PENDING' ? ['PENDING', null] : [shown]));

/** The query of `GET /api/cases/`. */
export const casesQuery = z.object({ ...listCasesQuery.shape, outcome: outcomeFilter.optional() });

const statuses = Object.keys(PROGRESS) as CheckState['status'][];

/** The query of `GET /api/checks/`. */
export const checksQuery = z.object({
  ...listChecksQuery.shape,
  outcome: outcomeFilter.optional(),
  status: progress.transform((shown) => statuses.filter((status) => PROGRESS[status] === shown)).optional(),
});

const { input_details, document_ids } = checkInput.shape;
const newCheck = { check_type: checkType, input_details, document_ids, delete_after: customersV1.deleteAfterInput.nullish() };
const { customer_id, webhook_url } = createCaseInput.shape;

/** The body of `POST /api/cases/`. */
export const createCaseBody = z
  .object({
    customer_id,
    customer: customersV1.inlineCustomer.nullish(),
    webhook_url,
    checks: z.array(z.object(newCheck)).max(100).nullish(),
    document_ids,
    delete_after: newCheck.delete_after,
    notes: noteInput,
    rfi: rfiInput,
  })
  .superRefine(refuseContradictions)
  .meta({ id: 'CreateCase', example: { customer: { full_name: 'Ada Lovelace' }, notes: 'Seen in branch 12.', checks: [{ check_type: 'PEP' }] } })
  .transform(({ notes, ...same }): CreateCaseInput => ({ ...same, note: notes }));

/** The body of `POST /api/checks/`. */
export const addCheckBody = z.object({ case_id: addCheckInput.shape.case_id, ...newCheck }).meta({ id: 'AddCheck', example: { case_id: 1, check_type: 'PEP' } });
