import { invalidField } from '#event-sourcing';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CustomerEvent } from '../customer.events.js';
import { customerFields } from '../customer.input.js';
import type { CustomerState } from '../customer.state.js';

/** The `customer` of a body that makes a case, or a command of its own; a name is needed only where the customer is new. */
export const upsertCustomerInput = z
  .object({ ...customerFields, full_name: customerFields.full_name.nullish() })
  .meta({ id: 'InlineCustomer' });

/** The `customer` of a body that makes a case, checked. */
export type UpsertCustomerInput = z.output<typeof upsertCustomerInput>;

/** The command, with the id that the customer has or is to have. */
export interface UpsertCustomerDecision {
  readonly id: number;
  /** The customer that a new one belongs to, if any. */
  readonly parent?: number | null;
  readonly input: UpsertCustomerInput;
}

/**
 * The replacing rule (contract, section 4): of a customer that exists `full_name`, `customer_type` and `input_details`
 * are all replaced, the omitted ones by null; `delete_after` and `sync_platforms` change only when given. What is
 * already so leads to no event.
 */
export function decideUpsertCustomer(
  { id, parent = null, input }: UpsertCustomerDecision,
  state: CustomerState | undefined,
): readonly CustomerEvent[] {
  const replaced = {
    full_name: input.full_name ?? null,
    customer_type: input.customer_type ?? null,
    input_details: input.input_details ?? null,
    ...(input.sync_platforms === undefined ? {} : { sync_platforms: input.sync_platforms }),
    ...(input.delete_after === undefined ? {} : { delete_after: input.delete_after }),
  };
  if (state) {
    const changes = Object.entries(replaced).filter(
      ([field, value]) => !isDeepStrictEqual(value, state[field as keyof typeof replaced]),
    );
    return changes.length === 0
      ? []
      : [{ type: 'customer-updated', data: { customer_id: id, ...Object.fromEntries(changes) } }];
  }
  if (replaced.full_name === null) throw invalidField('full_name', 'required', 'This field is required.');
  return [
    {
      type: 'customer-created',
      data: {
        customer_id: id,
        external_id: input.external_id ?? null,
        sync_platforms: [],
        parent,
        delete_after: -1,
        ...replaced,
      },
    },
  ];
}
