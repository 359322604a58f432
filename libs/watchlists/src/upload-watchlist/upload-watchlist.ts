import type { WatchlistsEvent } from '../watchlist.events.js';
import { currentVersion, type WatchlistsState } from '../watchlists.state.js';

/** Entries that are kept already, by their hash. */
export interface UploadWatchlist {
  readonly slug: string;
  readonly upload: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly entries: number;
}

/** Makes the next version of a list; what is in force already leads to no event. */
export function decideUploadWatchlist(command: UploadWatchlist, state: WatchlistsState): readonly WatchlistsEvent[] {
  const before = currentVersion(state, command.slug);
  if (before?.sha256 === command.sha256) return [];
  return [{ type: 'watchlist-published', data: { ...command, version: (before?.version ?? 0) + 1 } }];
}
