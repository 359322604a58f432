import { type CommandContext, CommandRunner } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { organizationAggregate, organizationStream } from '../organization.state.js';
import { decideRevokeProducer } from './revoke-producer.js';

/** Refuses whatever a producer signs from now on. */
export class RevokeProducer extends Command<void> {
  constructor(
    readonly producerId: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RevokeProducer)
export class RevokeProducerHandler implements ICommandHandler<RevokeProducer> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ producerId, context }: RevokeProducer): Promise<void> {
    const stream = organizationStream(context.org);
    await this.runner.run(organizationAggregate, stream, (state) => decideRevokeProducer(producerId, state), context);
  }
}
