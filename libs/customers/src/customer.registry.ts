import { ClosedStreamError, CommandRunner, type HeldId, IdBlocks, type CommandContext, NaturalKeys, notFound } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import type { CustomerEvent } from './customer.events.js';
import { customerAggregate, type CustomerState, customerStream } from './customer.state.js';

/** The category of the streams in which `external_id`s of customers are claimed; changing this changes stored data. */
export const CUSTOMER_KEYS = 'customerKey';

/** A decision on the customer that has, or is to have, this id. */
export type DecideCustomer = (id: number, state: CustomerState | undefined) => readonly CustomerEvent[];

/**
 * Finds the stream on which a decision about a customer is to be made. A customer with an `external_id` is the one
 * whose id that key was claimed for; without one it is a new one each time.
 */
@Injectable()
export class CustomerRegistry {
  private readonly keys: NaturalKeys;

  constructor(
    private readonly runner: CommandRunner,
    private readonly ids: IdBlocks,
  ) {
    this.keys = new NaturalKeys(runner, CUSTOMER_KEYS);
  }

  /**
   * Runs a decision on the customer of this key.
   *
   * @throws DomainError when the decision refuses.
   */
  async decide(externalId: string | null | undefined, decide: DecideCustomer, context: CommandContext): Promise<CustomerState> {
    const newId = async (by: Pick<CommandContext, 'org' | 'claim'>): Promise<number> => {
      decide(0, undefined); // what will be refused is refused before its key is claimed
      return this.ids.next(by, 'customer');
    };
    const held =
      externalId == null
        ? { id: await newId(context), isNew: true }
        : await this.keys.idOf(context.org, externalId, newId, context);
    try {
      return await this.decideOn(held, decide, context);
    } catch (error) {
      if (externalId == null || !(error instanceof ClosedStreamError)) throw error;
      // The customer that had the key was deleted: the key stands for a new one.
      return this.decideOn(await this.keys.takeOver(context.org, externalId, held.id, newId, context), decide, context);
    }
  }

  private async decideOn({ id, isNew }: HeldId, decide: DecideCustomer, context: CommandContext): Promise<CustomerState> {
    const stream = customerStream(context.org, id);
    const { state } = await this.runner.run(customerAggregate, stream, (before) => decide(id, before), context, isNew);
    if (!state) throw new Error(`Stream ${stream} has no customer after a decision on it.`);
    return state;
  }

  /**
   * Runs a decision on the customer that has this key.
   *
   * @throws DomainError `customer_not_found` when the organization has none; the decision's own when it refuses.
   */
  async decideExisting(
    externalId: string,
    decide: (state: CustomerState | undefined) => readonly CustomerEvent[],
    context: CommandContext,
  ): Promise<CustomerState> {
    const id = await this.keys.holderOf(context.org, externalId);
    if (id === undefined) throw notFound('customer');
    const { state } = await this.runner.run(customerAggregate, customerStream(context.org, id), decide, context);
    if (!state) throw notFound('customer');
    return state;
  }
}
