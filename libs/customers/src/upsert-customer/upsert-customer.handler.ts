import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CustomerRegistry } from '../customer.registry.js';
import type { CustomerState } from '../customer.state.js';
import { decideUpsertCustomer, type UpsertCustomerInput } from './upsert-customer.js';

/** Makes a customer, or brings the one with this `external_id` up to date. */
export class UpsertCustomer extends Command<CustomerState> {
  constructor(
    readonly input: UpsertCustomerInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(UpsertCustomer)
export class UpsertCustomerHandler implements ICommandHandler<UpsertCustomer> {
  constructor(private readonly customers: CustomerRegistry) {}

  execute({ input, context }: UpsertCustomer): Promise<CustomerState> {
    return this.customers.decide(input.external_id, (id, state) => decideUpsertCustomer({ id, input }, state), context);
  }
}
