import { invalidField } from '#event-sourcing';
import { z } from 'zod';
import type { CustomerEvent } from '../customer.events.js';
import { customerFields } from '../customer.input.js';
import type { CustomerState } from '../customer.state.js';

/** The body of `POST /api/customers/`. */
export const createCustomerInput = z
  .object(customerFields)
  .meta({ id: 'CreateCustomer', example: { external_id: 'crm-7', full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL' } });

/** The body of `POST /api/customers/`, checked. */
export type CreateCustomerInput = z.output<typeof createCustomerInput>;

/** The command, with the id that the customer is to have. */
export interface CreateCustomerDecision {
  readonly id: number;
  readonly input: CreateCustomerInput;
}

/** A new customer, unless its stream is there already: then its `external_id` was taken. */
export function decideCreateCustomer(
  { id, input }: CreateCustomerDecision,
  state: CustomerState | undefined,
): readonly CustomerEvent[] {
  if (state) throw invalidField('external_id', 'unique', 'A customer with this external_id already exists.');
  return [
    {
      type: 'customer-created',
      data: {
        customer_id: id,
        external_id: input.external_id ?? null,
        full_name: input.full_name,
        customer_type: input.customer_type ?? null,
        input_details: input.input_details ?? null,
        sync_platforms: input.sync_platforms ?? [],
        parent: null,
        delete_after: input.delete_after ?? -1,
      },
    },
  ];
}
