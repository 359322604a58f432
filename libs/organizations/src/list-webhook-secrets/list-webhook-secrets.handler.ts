import { CommandRunner } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { organizationAggregate, organizationStream } from '../organization.state.js';
import { presentWebhookSecret, type WebhookSecretView } from '../webhook-secret.view.js';

/** The webhook secrets of an organization, the newest first, those that have ended too. */
export class ListWebhookSecrets extends Query<readonly WebhookSecretView[]> {
  constructor(readonly org: string) {
    super();
  }
}

/** Reads the organization's own stream, so that the list is never behind. */
@QueryHandler(ListWebhookSecrets)
export class ListWebhookSecretsHandler implements IQueryHandler<ListWebhookSecrets> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ org }: ListWebhookSecrets): Promise<readonly WebhookSecretView[]> {
    const { state } = await this.runner.read(organizationAggregate, organizationStream(org));
    return (state?.webhookSecrets ?? []).map(presentWebhookSecret).reverse();
  }
}
