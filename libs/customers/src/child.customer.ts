import { ClosedStreamError, type CommandContext, type CommandRunner, NaturalKeys } from '#event-sourcing';
import { CUSTOMER_KEYS } from './customer.registry.js';
import { customerAggregate, type CustomerState, customerStream } from './customer.state.js';
import { decideUpsertCustomer, type UpsertCustomerInput } from './upsert-customer/upsert-customer.js';

/** A customer that belongs to another one: the holder of a company. */
export interface ChildCustomer {
  /** The id that is kept for it: whoever has its `external_id` already keeps the one that it has. */
  readonly id: number;
  /** The customer that it belongs to. */
  readonly parent: number;
  readonly input: UpsertCustomerInput;
}

/**
 * Sees to it that the customer is there, by the rule for a customer inside a request for a case. The same command again
 * changes nothing. A customer that was known before keeps its parent, or stays without one: so nobody ever comes to be
 * among their own parents.
 */
export async function openChildCustomer(
  runner: CommandRunner,
  { id: kept, parent, input }: ChildCustomer,
  context: CommandContext,
): Promise<CustomerState> {
  const open = async (id: number): Promise<CustomerState> => {
    const stream = customerStream(context.org, id);
    const { state } = await runner.run(customerAggregate, stream, (before) => decideUpsertCustomer({ id, parent, input }, before), context);
    if (!state) throw new Error(`Stream ${stream} has no customer after a decision on it.`);
    return state;
  };
  const { external_id: key } = input;
  if (key == null) return open(kept);
  const keys = new NaturalKeys(runner, CUSTOMER_KEYS);
  const propose = (): Promise<number> => Promise.resolve(kept);
  const { id } = await keys.idOf(context.org, key, propose, context);
  try {
    return await open(id);
  } catch (error) {
    if (id === kept || !(error instanceof ClosedStreamError)) throw error;
    // Whoever had the key was deleted: it stands for the one that is to be there.
    return open((await keys.takeOver(context.org, key, id, propose, context)).id);
  }
}
