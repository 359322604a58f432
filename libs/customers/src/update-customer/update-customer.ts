import { notFound } from '#event-sourcing';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CustomerEvent } from '../customer.events.js';
import { customerFields } from '../customer.input.js';
import type { CustomerState } from '../customer.state.js';

/** The body of `PATCH` and `POST /api/customers/update/`; contract, section 4. */
export const updateCustomerInput = z
  .object({
    ...customerFields,
    external_id: z.string().min(1).max(255).meta({ description: 'Of the customer to update.' }),
    full_name: customerFields.full_name.optional(),
  })
  .meta({ id: 'UpdateCustomer', example: { external_id: 'crm-7', full_name: 'Ada King' } });

/** The body of `PATCH` and `POST /api/customers/update/`, checked. */
export type UpdateCustomerInput = z.output<typeof updateCustomerInput>;

/** Gives the fields that are there their new values, each as a whole; what is so already leads to no event. */
export function decideUpdateCustomer(
  { external_id: _, ...given }: UpdateCustomerInput,
  state: CustomerState | undefined,
): readonly CustomerEvent[] {
  if (!state) throw notFound('customer');
  const changes = Object.entries(given).filter(
    ([field, value]) => value !== undefined && !isDeepStrictEqual(value, state[field as keyof typeof given]),
  );
  return changes.length === 0 ? [] : [{ type: 'customer-updated', data: { customer_id: state.id, ...Object.fromEntries(changes) } }];
}
