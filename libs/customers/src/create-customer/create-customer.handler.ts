import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CustomerRegistry } from '../customer.registry.js';
import type { CustomerState } from '../customer.state.js';
import { type CreateCustomerInput, decideCreateCustomer } from './create-customer.js';

/** Makes a customer; an `external_id` that is taken is refused. */
export class CreateCustomer extends Command<CustomerState> {
  constructor(
    readonly input: CreateCustomerInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CreateCustomer)
export class CreateCustomerHandler implements ICommandHandler<CreateCustomer> {
  constructor(private readonly customers: CustomerRegistry) {}

  execute({ input, context }: CreateCustomer): Promise<CustomerState> {
    return this.customers.decide(input.external_id, (id, state) => decideCreateCustomer({ id, input }, state), context);
  }
}
