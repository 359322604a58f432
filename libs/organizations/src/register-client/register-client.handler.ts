import { type CommandContext, CommandRunner, secretBytes } from '#event-sourcing';
import type { Scope } from '#http';
import { hashSecret } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ClientView, presentClient } from '../client.view.js';
import { clientIdOf } from '../client-id.js';
import { OrganizationDirectory } from '../organization.directory.js';
import { organizationAggregate, organizationStream } from '../organization.state.js';
import { decideRegisterClient, type RegisterClientInput } from './register-client.js';

/** A client just registered, with its secret, which is never shown again. */
export interface RegisteredClient extends ClientView {
  readonly client_secret: string;
}

/** Lets a program ask for access tokens. */
export class RegisterClient extends Command<RegisteredClient> {
  constructor(
    readonly input: RegisterClientInput,
    /** What whoever registers it may do. */
    readonly grantedBy: ReadonlySet<Scope>,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/**
 * A process that dies between storing the client and answering leaves one whose secret nobody has: to be revoked; unless the
 * command comes again, which finds the client that it made and has the same secret for it.
 */
@CommandHandler(RegisterClient)
export class RegisterClientHandler implements ICommandHandler<RegisterClient> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly directory: OrganizationDirectory,
  ) {}

  async execute({ input, grantedBy, context }: RegisterClient): Promise<RegisteredClient> {
    const clientId = clientIdOf(context);
    const secret = secretBytes(context, 'client-secret', 32).toString('base64url');
    const secretHash = await hashSecret(secret);
    const { state } = await this.runner.run(
      organizationAggregate,
      organizationStream(context.org),
      (before) => decideRegisterClient({ clientId, secretHash, input, grantedBy }, before),
      context,
    );
    const client = state?.clients.find(({ client_id: id }) => id === clientId);
    if (!client) throw new Error(`Client ${clientId} is not there after it was registered.`);
    await this.directory.catchUp();
    return { ...presentClient(client), client_secret: secret };
  }
}
