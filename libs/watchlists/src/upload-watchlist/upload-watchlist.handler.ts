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
 * `sweepWatchlists` removes once the list has a newer version.
 */
@CommandHandler(UploadWatchlist)
export class UploadWatchlistHandler implements ICommandHandler<UploadWatchlist> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly contents: WatchlistContents,
  ) {}

  async execute({ slug, upload, context }: UploadWatchlist): Promise<WatchlistVersion> {
    const entries = await entriesOf(upload);
    const kept = await this.contents.save(context, slug, entries);
    const command = { ...kept, entries: entries.length };
    const { state } = await this.runner.run(
      watchlistsAggregate,
      watchlistsStream(context.org),
      (before) => decideUploadWatchlist(command, before),
      context,
    );
    const version = currentVersion(state, slug);
    if (!version) throw new Error(`List ${slug} is not there after it was uploaded.`);
    if (version.upload !== kept.upload) await this.contents.discard(context.org, kept);
    return version;
  }
}
