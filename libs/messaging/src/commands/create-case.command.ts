import { checkOfCaseSchema, CreateCase, createCaseInput, type CreateCaseInput } from '#cases';
import { type CommandContext, uuidV5 } from '#event-sourcing';
import { NEWEST_VERSION } from '#http';
import { z } from 'zod';
import { commandContract } from '../command-contract.js';
import { withCustomerKey } from './customer-key.js';
import { caseResult, caseResultExample, caseResultSchema } from './case-result.js';

const { id, check_type, status } = checkOfCaseSchema.shape;

/** Opens a case, as `POST /api/cases/` does. */
export const createCaseCommand = commandContract({
  type: 'casetrail.create-case.v1',
  summary: 'Open a case, for a customer that is there or one that is made or brought up to date on the way.',
  scope: 'cases:write',
  schema: createCaseInput,
  example: {
    external_id: 'loan-2026-17',
    customer: { external_id: 'crm-7', full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL' },
    checks: [{ check_type: 'PEP' }, { check_type: 'SANCTION' }],
  },
  toCommand: (input, context) => new CreateCase(withKeys(input, context), NEWEST_VERSION, context),
  result: caseResultSchema
    .extend({ checks: z.array(z.object({ check_id: id, check_type, status })).readonly() })
    .meta({ id: 'CaseCreatedResult' }),
  resultExample: {
    ...caseResultExample,
    checks: [
      { check_id: 2176, check_type: 'PEP', status: 'DECIDING' },
      { check_id: 2177, check_type: 'SANCTION', status: 'DECIDING' },
    ],
  },
  toResult: (document) => ({
    ...caseResult(document),
    checks: document.checks.map((check) => ({ check_id: check.id, check_type: check.check_type, status: check.status })),
  }),
});

/** What came without a key of its own gets one that follows from the command: come again, the command finds what it made. */
const withKeys = (input: CreateCaseInput, context: CommandContext): CreateCaseInput => ({
  ...input,
  external_id: input.external_id ?? uuidV5(`case/${context.commandId}`),
  ...(input.customer ? { customer: withCustomerKey(input.customer, context) } : {}),
});
