import type { BlobStore } from '#blob-store';
import type { CommandRunner } from '#event-sourcing';
import { uploadIn } from './watchlist.blob.js';
import { currentVersion, watchlistsAggregate, type WatchlistsState, watchlistsStream } from './watchlists.state.js';

/** What the sweeper works with. */
export interface WatchlistSweep {
  readonly blobs: BlobStore;
  readonly runner: CommandRunner;
  /** Milliseconds since the Unix epoch: only what is older is looked at, and only for versions older than it, so that nothing under way is. */
  readonly before: number;
}

/**
 * Removes the entries of lists that were stored before the version in force was uploaded, if that is long enough in force: of versions
 * that it has replaced, and of uploads whose process died before the event. Who was taken off a list is so forgotten. What came
 * after the version in force, and lists that this log does not know, are left alone: they may belong to another log, or this one may
 * be an older copy.
 *
 * @returns how many versions or uploads were removed.
 */
export async function sweepWatchlists({ blobs, runner, before }: WatchlistSweep): Promise<number> {
  const known = new Map<string, WatchlistsState>();
  let removed = 0;
  for await (const blob of blobs.storedBefore(before)) {
    const found = uploadIn(blob);
    if (found === undefined) continue;
    const lists = known.get(blob.org) ?? (await runner.read(watchlistsAggregate, watchlistsStream(blob.org))).state;
    known.set(blob.org, lists);
    const inForce = currentVersion(lists, found.slug);
    if (inForce === undefined || inForce.upload === found.upload) continue;
    const since = Date.parse(inForce.created_at);
    if (since >= before || blob.storedAt >= since) continue;
    await blobs.delete(blob);
    removed++;
  }
  return removed;
}
