import { type CaseDocument, caseSchema } from '#cases';
import { z } from 'zod';

const { id, external_id, status, outcome, risk_score, revision } = caseSchema.shape;

/** What replies say of a case. */
export const caseResultSchema = z
  .object({ case_id: id, external_id, customer_id: id, status, outcome, risk_score, revision })
  .meta({ id: 'CaseResult' });

/** What replies say of a case: ids, and how far it is. */
export const caseResult = (document: CaseDocument): z.output<typeof caseResultSchema> => ({
  case_id: document.id,
  external_id: document.external_id,
  customer_id: document.customer_id,
  status: document.status,
  outcome: document.outcome,
  risk_score: document.risk_score,
  revision: document.revision,
});

/** For the description of the API. */
export const caseResultExample: z.output<typeof caseResultSchema> = {
  case_id: 17,
  external_id: 'loan-2026-17',
  customer_id: 5,
  status: 'PROCESSING',
  outcome: null,
  risk_score: null,
  revision: 3,
};
