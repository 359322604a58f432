import { CommandRunner } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ClientView, presentClient } from '../client.view.js';
import { organizationAggregate, organizationStream } from '../organization.state.js';

/** The clients of an organization, the newest first, the revoked ones too. */
export class ListClients extends Query<readonly ClientView[]> {
  constructor(readonly org: string) {
    super();
  }
}

/** Reads the organization's own stream, so that the list is never behind. */
@QueryHandler(ListClients)
export class ListClientsHandler implements IQueryHandler<ListClients> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ org }: ListClients): Promise<readonly ClientView[]> {
    const { state } = await this.runner.read(organizationAggregate, organizationStream(org));
    return (state?.clients ?? []).map(presentClient).reverse();
  }
}
