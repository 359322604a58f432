import { caseSchema, StartCase, startedCaseSchema } from '#cases';
import { z } from 'zod';
import { commandContract } from '../command-contract.js';
import { caseResult, caseResultExample, caseResultSchema } from './case-result.js';

/** Starts a case, as `POST /api/cases/{id}/start/` does. */
export const startCaseCommand = commandContract({
  type: 'casetrail.start-case.v1',
  summary: 'Start a case. One that runs or is finished stays as it is, and `action_taken` says so; with `allow_restart` a new case takes the place of a finished one.',
  scope: 'cases:write',
  schema: z.object({ case_id: caseSchema.shape.id, allow_restart: z.boolean().optional() }).meta({ id: 'StartCaseById' }),
  example: { case_id: 17 },
  toCommand: ({ case_id, allow_restart = false }, context) => new StartCase(case_id, allow_restart, context),
  result: caseResultSchema.extend({ action_taken: startedCaseSchema.shape.action_taken }).meta({ id: 'CaseStartedResult' }),
  resultExample: { ...caseResultExample, action_taken: 'started' },
  toResult: ({ document, action }) => ({ ...caseResult(document), action_taken: action }),
});
