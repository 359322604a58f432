import { ACCEPTS_CSV, ApiRoute, Caller, CommandContexts, parseInput, RequireScope } from '#http';
import { Body, Controller, Param, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { watchlistSlug } from '../watchlist.slug.js';
import { presentWatchlist, watchlistSchema, type WatchlistView } from '../watchlist.view.js';
import { UploadWatchlist } from './upload-watchlist.handler.js';
import { watchlistUpload, type WatchlistUpload } from './watchlist-upload.js';

const path = z.object({ slug: watchlistSlug });

@ApiTags('Watchlists')
@Controller('api/watchlists/')
export class UploadWatchlistRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Put(':slug/')
  @RouteConfig(ACCEPTS_CSV)
  @ApiConsumes('application/json', 'text/csv')
  @RequireScope('configs:write')
  @ApiRoute({
    summary: 'Upload a watchlist',
    description:
      'As a new version, in place of the one before. JSON, or `text/csv` with a header of the columns id, name, aliases, birth_dates and note; ' +
      'several aliases or dates are parted by semicolons.',
    answers: { 200: watchlistSchema },
    errors: [400, 413],
  })
  async upload(
    @Param('slug') slug: string,
    @Body({ schema: watchlistUpload }) body: WatchlistUpload,
    @Caller() caller: Caller,
  ): Promise<WatchlistView> {
    parseInput(path, { slug });
    return presentWatchlist(await this.commands.execute(new UploadWatchlist(slug, body, this.contexts.of(caller))));
  }
}
