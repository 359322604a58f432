import { ApiRoute, Caller, type PageBody, pageOf, pageOfList, pageQuery, RequireScope } from '#http';
import { notFound } from '#event-sourcing';
import { Settings } from '#platform';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { presentWatchlist, watchlistSchema, type WatchlistView } from '../watchlist.view.js';
import { currentVersion, type WatchlistVersion } from '../watchlists.state.js';
import { ListWatchlists } from './list-watchlists.handler.js';

const page = pageOf(watchlistSchema, 'WatchlistPage');

/** Lists as they are in force, and the versions of each. */
@ApiTags('Watchlists')
@Controller('api/watchlists/')
export class ListWatchlistsRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('configs:write')
  @ApiRoute({ summary: 'List the watchlists', description: 'The version of each that is in force, without its entries.', answers: { 200: page }, errors: [404] })
  async list(
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<WatchlistView>> {
    const state = await this.queries.execute(new ListWatchlists(caller.org));
    return this.page(query, [...state.keys()].sort().flatMap((slug) => currentVersion(state, slug) ?? []), request);
  }

  @Get(':slug/')
  @RequireScope('configs:write')
  @ApiRoute({ summary: 'Get a watchlist', description: 'The version that is in force, without its entries.', answers: { 200: watchlistSchema }, errors: [404] })
  async get(@Param('slug') slug: string, @Caller() caller: Caller): Promise<WatchlistView> {
    const version = currentVersion(await this.queries.execute(new ListWatchlists(caller.org)), slug);
    if (!version) throw notFound('watchlist');
    return presentWatchlist(version);
  }

  @Get(':slug/versions/')
  @RequireScope('configs:write')
  @ApiRoute({ summary: 'List the versions of a watchlist', description: 'The newest first.', answers: { 200: page }, errors: [404] })
  async versions(
    @Param('slug') slug: string,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<WatchlistView>> {
    const versions = (await this.queries.execute(new ListWatchlists(caller.org))).get(slug);
    if (!versions) throw notFound('watchlist');
    return this.page(query, versions.toReversed(), request);
  }

  private page(query: z.output<typeof pageQuery>, all: readonly WatchlistVersion[], request: FastifyRequest): PageBody<WatchlistView> {
    return pageOfList(all.map(presentWatchlist), query, request, this.settings);
  }
}
