import { type CommandContext, CommandRunner, secretBytes } from '#event-sourcing';
import { hashSecret } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { clientIdOf } from '../client-id.js';
import { OrganizationDirectory } from '../organization.directory.js';
import { organizationAggregate, organizationStream } from '../organization.state.js';
import type { CreatedOrganization } from '../organization.view.js';
import { type CreateOrganizationInput, decideCreateOrganization } from './create-organization.js';

/** Makes an organization with its first client. */
export class CreateOrganization extends Command<CreatedOrganization> {
  constructor(
    readonly input: CreateOrganizationInput,
    /** Of whoever creates it, in their own organization. */
    readonly context: CommandContext,
  ) {
    super();
  }
}

/**
 * A process that dies between storing the organization and answering leaves one that nobody can use; unless the command comes
 * again, which finds what it made and has the same secret for it: a request that creates one should have an `Idempotency-Key`.
 */
@CommandHandler(CreateOrganization)
export class CreateOrganizationHandler implements ICommandHandler<CreateOrganization> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly directory: OrganizationDirectory,
  ) {}

  async execute({ input, context }: CreateOrganization): Promise<CreatedOrganization> {
    const { slug } = input;
    const clientId = clientIdOf(context);
    const secret = secretBytes(context, 'client-secret', 32).toString('base64url');
    const secretHash = await hashSecret(secret);
    const { state } = await this.runner.run(
      organizationAggregate,
      organizationStream(slug),
      (before) => decideCreateOrganization({ input, clientId, secretHash }, before),
      { ...context, org: slug },
    );
    const client = state?.clients.find(({ client_id: id }) => id === clientId);
    if (!client) throw new Error(`Organization ${slug} has no client after it was created.`);
    await this.directory.catchUp();
    return { slug, name: input.name, client: { client_id: clientId, client_secret: secret, scopes: client.scopes } };
  }
}
