import { type CommandContext, CommandRunner } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OrganizationDirectory } from '../organization.directory.js';
import { organizationAggregate, organizationStream } from '../organization.state.js';
import { decideRevokeClient } from './revoke-client.js';

/** Gives a client no more tokens, and makes those that it has worthless: here at once, in other processes within moments. */
export class RevokeClient extends Command<void> {
  constructor(
    readonly clientId: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RevokeClient)
export class RevokeClientHandler implements ICommandHandler<RevokeClient> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly directory: OrganizationDirectory,
  ) {}

  async execute({ clientId, context }: RevokeClient): Promise<void> {
    const stream = organizationStream(context.org);
    await this.runner.run(organizationAggregate, stream, (state) => decideRevokeClient(clientId, state), context);
    await this.directory.catchUp();
  }
}
