import { CommandRunner } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { presentProviders, type ProvidersView } from '../provider.view.js';
import { providersAggregate, providersStream } from '../providers.state.js';

/** What an organization has set about its providers. */
export class GetProviders extends Query<ProvidersView> {
  constructor(readonly org: string) {
    super();
  }
}

/** Reads the organization's own stream, so that the answer is never behind. */
@QueryHandler(GetProviders)
export class GetProvidersHandler implements IQueryHandler<GetProviders> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ org }: GetProviders): Promise<ProvidersView> {
    return presentProviders((await this.runner.read(providersAggregate, providersStream(org))).state);
  }
}
