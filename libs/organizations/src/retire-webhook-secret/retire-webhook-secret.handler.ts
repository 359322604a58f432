import { type CommandContext, CommandRunner } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { organizationAggregate, organizationStream } from '../organization.state.js';
import { decideRetireWebhookSecret } from './retire-webhook-secret.js';

/** Signs nothing more with a webhook secret, as when somebody has it who should not. */
export class RetireWebhookSecret extends Command<void> {
  constructor(
    readonly secretId: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RetireWebhookSecret)
export class RetireWebhookSecretHandler implements ICommandHandler<RetireWebhookSecret> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ secretId, context }: RetireWebhookSecret): Promise<void> {
    const stream = organizationStream(context.org);
    const command = { secretId, now: context.now };
    await this.runner.run(organizationAggregate, stream, (state) => decideRetireWebhookSecret(command, state), context);
  }
}
