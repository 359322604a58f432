import { CommandRunner } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { watchlistsAggregate, type WatchlistsState, watchlistsStream } from '../watchlists.state.js';

/** All lists of an organization, with all their versions. */
export class ListWatchlists extends Query<WatchlistsState> {
  constructor(readonly org: string) {
    super();
  }
}

/** Reads the organization's own stream, so that the list is never behind. */
@QueryHandler(ListWatchlists)
export class ListWatchlistsHandler implements IQueryHandler<ListWatchlists> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ org }: ListWatchlists): Promise<WatchlistsState> {
    return (await this.runner.read(watchlistsAggregate, watchlistsStream(org))).state;
  }
}
