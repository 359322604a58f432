import { type CommandContext, CommandRunner } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WatchlistContents } from '../watchlist.contents.js';
import { currentVersion, watchlistsAggregate, watchlistsStream, type WatchlistVersion } from '../watchlists.state.js';
import { decideUploadWatchlist } from './upload-watchlist.js';
import { entriesOf, type WatchlistUpload } from './watchlist-upload.js';

/** Replaces a list, or makes it. */
export class UploadWatchlist extends Command<WatchlistVersion> {
  constructor(
    readonly slug: string,
    readonly upload: WatchlistUpload,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/**
 * First the entries, then the event that names them: a process that dies in between leaves entries that nothing names, which
 * the same upload finds and uses.
 */
@CommandHandler(UploadWatchlist)
export class UploadWatchlistHandler implements ICommandHandler<UploadWatchlist> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly contents: WatchlistContents,
  ) {}

  async execute({ slug, upload, context }: UploadWatchlist): Promise<WatchlistVersion> {
    const entries = entriesOf(upload);
    const { sha256, size } = await this.contents.save(context.org, slug, entries);
    const command = { slug, sha256, size, entries: entries.length };
    const { state } = await this.runner.run(
      watchlistsAggregate,
      watchlistsStream(context.org),
      (before) => decideUploadWatchlist(command, before),
      context,
    );
    const version = currentVersion(state, slug);
    if (!version) throw new Error(`List ${slug} is not there after it was uploaded.`);
    return version;
  }
}
