import { CommandRunner } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { organizationAggregate, organizationStream } from '../organization.state.js';
import { presentProducer, type ProducerView } from '../producer.view.js';

/** The producers of an organization, the newest first, the revoked ones too. */
export class ListProducers extends Query<readonly ProducerView[]> {
  constructor(readonly org: string) {
    super();
  }
}

/** Reads the organization's own stream, so that the list is never behind. */
@QueryHandler(ListProducers)
export class ListProducersHandler implements IQueryHandler<ListProducers> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ org }: ListProducers): Promise<readonly ProducerView[]> {
    const { state } = await this.runner.read(organizationAggregate, organizationStream(org));
    return (state?.producers ?? []).map(presentProducer).reverse();
  }
}
