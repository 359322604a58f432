import { ClosedStreamError, type CommandContext, CommandRunner, DomainError, type HeldId, IdBlocks, NaturalKeys, notFound } from '#event-sourcing';
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
   * Runs a decision on the customer of this key. A command that comes again gets its first answer, whatever became of the customer.
   *
   * @throws DomainError when the decision refuses.
   */
  async decide(externalId: string | null | undefined, decide: DecideCustomer, context: CommandContext): Promise<CustomerState> {
    const held = await this.claim(externalId, decide, context);
    try {
      return (await this.decideOn(held, decide, context)).state;
    } catch (error) {
      if (externalId == null || !(error instanceof ClosedStreamError)) throw error;
      return (await this.decideOn(await this.claimFrom(held.id, externalId, decide, context), decide, context)).state;
    }
  }

  /**
   * The same for something that is to be made for the customer: one that was deleted since the command came first is made anew.
   *
   * @param known the customer's id, where it was had before.
   */
  async decideForUse(externalId: string | null | undefined, decide: DecideCustomer, context: CommandContext, known?: HeldId): Promise<CustomerState> {
    // An append that comes again is recognised whatever has come behind it: where it may be one, the stream is looked at first.
    const isFirst = context.claim === undefined;
    for (let held = known ?? (await this.claim(externalId, decide, context)); ; held = await this.another(held.id, externalId, decide, context)) {
      try {
        const { state, isDeleted } = await this.decideOn({ id: held.id, isNew: held.isNew && isFirst }, decide, context);
        if (!isDeleted) return state;
      } catch (error) {
        if (externalId == null || !(error instanceof ClosedStreamError)) throw error;
      }
    }
  }

  /**
   * The id of the customer of this key before anything is decided on it, for what is to name the customer first.
   *
   * @throws DomainError when the customer would be new, and the decision refuses that.
   */
  async idOf(externalId: string | null | undefined, decide: DecideCustomer, context: CommandContext): Promise<HeldId> {
    const held = await this.claim(externalId, decide, context);
    const isSurelyNew = externalId == null ? context.claim === undefined : held.isNew;
    if (isSurelyNew) return held;
    const { state, revision } = await this.runner.read(customerAggregate, customerStream(context.org, held.id));
    const isDeleted = !state && revision >= 0;
    return isDeleted ? this.another(held.id, externalId, decide, context) : held;
  }

  /**
   * Finds out whether a decision on the customer of this key would be refused. Nothing is written, and nothing claimed.
   *
   * @throws DomainError when it would.
   */
  async tryOut(org: string, externalId: string | null | undefined, decide: DecideCustomer): Promise<void> {
    const id = externalId == null ? undefined : await this.keys.holderNow(org, externalId);
    const customer = id === undefined ? undefined : await this.runner.read(customerAggregate, customerStream(org, id));
    decide(id ?? 0, customer?.state);
  }

  private async claim(externalId: string | null | undefined, decide: DecideCustomer, context: CommandContext): Promise<HeldId> {
    const newId = this.newId(decide);
    return externalId == null ? { id: await newId(context), isNew: true } : this.keys.idOf(context.org, externalId, newId, context);
  }

  /** The customer that had the key was deleted: the key stands for a new one. */
  private claimFrom(deleted: number, externalId: string, decide: DecideCustomer, context: CommandContext): Promise<HeldId> {
    return this.keys.takeOver(context.org, externalId, deleted, this.newId(decide), context);
  }

  /** The id that comes after that of a customer who was deleted. */
  private another(deleted: number, externalId: string | null | undefined, decide: DecideCustomer, context: CommandContext): Promise<HeldId> {
    return externalId == null ? this.claim(externalId, decide, context) : this.claimFrom(deleted, externalId, decide, context);
  }

  /** What will be refused is refused before its key is claimed. */
  private newId(decide: DecideCustomer) {
    return async (by: Pick<CommandContext, 'org' | 'claim'>): Promise<number> => {
      decide(0, undefined);
      return this.ids.next(by, 'customer');
    };
  }

  private async decideOn({ id, isNew }: HeldId, decide: DecideCustomer, context: CommandContext): Promise<{ readonly state: CustomerState; readonly isDeleted: boolean }> {
    const stream = customerStream(context.org, id);
    const { state, hasEnded } = await this.runner.run(customerAggregate, stream, (before) => decide(id, before), context, isNew);
    if (!state) throw new Error(`Stream ${stream} has no customer after a decision on it.`);
    return { state, isDeleted: hasEnded };
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
    const decideOn = async (held: number): Promise<CustomerState> => (await this.decideOn({ id: held, isNew: false }, (_, state) => decide(state), context)).state;
    try {
      return await decideOn(id);
    } catch (error) {
      const isGone = error instanceof DomainError && error.kind === 'not_found';
      const now = isGone ? await this.keys.holderNow(context.org, externalId) : id;
      if (now === id || now === undefined) throw error;
      return decideOn(now);
    }
  }
}
