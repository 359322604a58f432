import type { CommandContext } from '#event-sourcing';
import { decideIfMatch, type ExpectedRevisions } from '#http';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CustomerRegistry } from '../customer.registry.js';
import type { CustomerState } from '../customer.state.js';
import { decideUpdateCustomer, type UpdateCustomerInput } from './update-customer.js';

/** Changes what is known of the customer with this `external_id`. */
export class UpdateCustomer extends Command<CustomerState> {
  constructor(
    readonly input: UpdateCustomerInput,
    readonly context: CommandContext,
    readonly expected?: ExpectedRevisions,
  ) {
    super();
  }
}

@CommandHandler(UpdateCustomer)
export class UpdateCustomerHandler implements ICommandHandler<UpdateCustomer> {
  constructor(private readonly customers: CustomerRegistry) {}

  execute({ input, context, expected }: UpdateCustomer): Promise<CustomerState> {
    const decide = decideIfMatch(expected, (state: CustomerState | undefined) => decideUpdateCustomer(input, state));
    return this.customers.decideExisting(input.external_id, decide, context);
  }
}
