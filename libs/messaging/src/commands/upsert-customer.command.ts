import { customerSchema, UpsertCustomer, upsertCustomerInput } from '#customers';
import { z } from 'zod';
import { commandContract } from '../command-contract.js';
import { withCustomerKey } from './customer-key.js';

const { id, external_id } = customerSchema.shape;

/** Makes a customer or brings one up to date, by the same rule as the `customer` of a new case. */
export const upsertCustomerCommand = commandContract({
  type: 'casetrail.upsert-customer.v1',
  summary: 'Make a customer, or replace name, type and details of the one with this `external_id`.',
  scope: 'customers:write',
  schema: upsertCustomerInput,
  example: { external_id: 'crm-7', full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL' },
  toCommand: (input, context) => new UpsertCustomer(withCustomerKey(input, context), context),
  result: z.object({ customer_id: id, external_id, revision: z.int().nonnegative() }).meta({ id: 'CustomerResult' }),
  resultExample: { customer_id: 5, external_id: 'crm-7', revision: 1 },
  toResult: (customer) => ({ customer_id: customer.id, external_id: customer.external_id, revision: customer.revision }),
});
