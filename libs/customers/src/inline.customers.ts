import type { CommandContext, HeldId } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { CustomerRegistry, type DecideCustomer } from './customer.registry.js';
import type { CustomerState } from './customer.state.js';
import { decideUpsertCustomer, type UpsertCustomerInput } from './upsert-customer/upsert-customer.js';

/** A customer that comes inside of something else, as the claims for that are made: nothing is known of it yet. */
export interface InlineCustomer {
  /** The id that the customer has or is to have. Only claims are written for it. */
  id(): Promise<number>;
  /** Makes the customer, or brings it up to date. */
  save(): Promise<CustomerState>;
}

/** Customers that come inside of something else: what is refused with them is refused before anything is written. */
@Injectable()
export class InlineCustomers {
  constructor(private readonly registry: CustomerRegistry) {}

  /** @throws DomainError when the customer would be refused. */
  async prepare(input: UpsertCustomerInput, context: CommandContext): Promise<InlineCustomer> {
    const { external_id, full_name } = input;
    const decide: DecideCustomer = (id, state) => decideUpsertCustomer({ id, input }, state);
    // One with a name is never refused, so that nobody has to look whether it is there.
    if (full_name == null) await this.registry.tryOut(context.org, external_id, decide);
    let held: HeldId | undefined;
    return {
      id: async () => (held ??= await this.registry.idOf(external_id, decide, context)).id,
      save: () => this.registry.decideForUse(external_id, decide, context, held),
    };
  }
}
