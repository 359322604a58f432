import { checkOfCase, checkOfCaseSchema, DecideCheck, decideCheckInput } from '#cases';
import { z } from 'zod';
import { commandContract } from '../command-contract.js';
import { caseResult, caseResultExample, caseResultSchema } from './case-result.js';

const { id, status, outcome } = checkOfCaseSchema.shape;

/** Decides a check, as `POST /api/checks/{id}/decide/` does. */
export const decideCheckCommand = commandContract({
  type: 'casetrail.decide-check.v1',
  summary: 'Decide a check that was requested, or decide one anew.',
  scope: 'decisions:write',
  schema: z.object({ check_id: id, ...decideCheckInput.shape }).meta({ id: 'DecideCheckById' }),
  example: { check_id: 2176, outcome: 'ACCEPTED', risk_score: 0.1, note: 'No match.' },
  toCommand: ({ check_id, ...input }, context) => new DecideCheck(check_id, input, context),
  result: z.object({ check_id: id, outcome, status, case: caseResultSchema }).meta({ id: 'CheckDecidedResult' }),
  resultExample: { check_id: 2176, outcome: 'ACCEPTED', status: 'DECIDED', case: { ...caseResultExample, revision: 4 } },
  toResult: (document, { check_id }) => {
    const { check } = checkOfCase(document, check_id);
    return { check_id, outcome: check.outcome, status: check.status, case: caseResult(document) };
  },
});
