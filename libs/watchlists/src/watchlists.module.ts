import type { BlobStore } from '#blob-store';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ListWatchlistsHandler } from './list-watchlists/list-watchlists.handler.js';
import { ListWatchlistsRoute } from './list-watchlists/list-watchlists.route.js';
import { UploadWatchlistHandler } from './upload-watchlist/upload-watchlist.handler.js';
import { UploadWatchlistRoute } from './upload-watchlist/upload-watchlist.route.js';
import { WatchlistContents } from './watchlist.contents.js';

/** Organizations' own lists over HTTP; needs `HttpModule`. */
@Module({})
export class WatchlistsModule {
  /** @param blobs where the entries of lists lie. */
  static forRoot(blobs: BlobStore): DynamicModule {
    return {
      module: WatchlistsModule,
      imports: [CqrsModule],
      controllers: [ListWatchlistsRoute, UploadWatchlistRoute],
      providers: [ListWatchlistsHandler, UploadWatchlistHandler, { provide: WatchlistContents, useValue: new WatchlistContents(blobs) }],
    };
  }
}
