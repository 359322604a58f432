import type { CustomerEvent } from '../customer.events.js';
import type { CustomerState } from '../customer.state.js';
import { dueAfter, SETTLES } from '../delete-after.js';

/** The command, with what was found out before the decision. */
export interface DeleteCustomerDecision {
  /** Whether there is a case of the customer. */
  readonly hasCases: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** From when on a customer without cases may be kept no longer: milliseconds since the Unix epoch, Infinity for never. */
export const customerDueAt = ({ delete_after, updated_at }: Pick<CustomerState, 'delete_after' | 'updated_at'>): number =>
  Math.max(dueAfter(updated_at, delete_after), Date.parse(updated_at) + SETTLES);

/** Ends a customer that is kept for no case and was left unchanged for as long as it may be kept. Any other stays. */
export function decideDeleteCustomer({ hasCases, now }: DeleteCustomerDecision, state: CustomerState | undefined): readonly CustomerEvent[] {
  if (!state || hasCases || now < customerDueAt(state)) return [];
  return [{ type: 'customer-deleted', data: { customer_id: state.id } }];
}
