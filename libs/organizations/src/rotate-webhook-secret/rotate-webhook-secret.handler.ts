import { type CommandContext, CommandRunner, secretBytes } from '#event-sourcing';
import { MasterKey, Sealer } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { organizationAggregate, organizationStream } from '../organization.state.js';
import { sealWebhookSecret } from '../webhook-secret.js';
import { type AddedWebhookSecret, presentWebhookSecret } from '../webhook-secret.view.js';
import { decideRotateWebhookSecret, type RotateWebhookSecretInput } from './rotate-webhook-secret.js';

/** Gives an organization a new webhook secret, which takes the place of the older ones after a while. */
export class RotateWebhookSecret extends Command<AddedWebhookSecret> {
  constructor(
    readonly input: RotateWebhookSecretInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/**
 * A process that dies between storing the secret and answering leaves one that nobody has, while the older ones hold until the
 * overlap ends: another one is to be added; unless the command comes again, which has the same secret.
 */
@CommandHandler(RotateWebhookSecret)
export class RotateWebhookSecretHandler implements ICommandHandler<RotateWebhookSecret> {
  private readonly sealer: Sealer;

  constructor(
    private readonly runner: CommandRunner,
    masterKey: MasterKey,
  ) {
    this.sealer = new Sealer(masterKey);
  }

  async execute({ input, context }: RotateWebhookSecret): Promise<AddedWebhookSecret> {
    const clear = `whsec_${secretBytes(context, 'webhook-secret', 32).toString('base64')}`;
    const secret = sealWebhookSecret(this.sealer, context.org, clear);
    const { state } = await this.runner.run(
      organizationAggregate,
      organizationStream(context.org),
      (before) => decideRotateWebhookSecret({ secret, input, now: context.now }, before),
      context,
    );
    const added = state?.webhookSecrets.find(({ secret_id: id }) => id === secret.secret_id);
    if (!added) throw new Error(`Webhook secret ${secret.secret_id} is not there after it was added.`);
    return { ...presentWebhookSecret(added), secret: clear };
  }
}
