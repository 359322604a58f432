import { type Aggregate, type DataOf, streamName } from '#event-sourcing';
import { type watchlistPublished, watchlistsCodec, type WatchlistsEvent } from './watchlist.events.js';

/** A version of a list, as its event tells it. */
export interface WatchlistVersion extends DataOf<typeof watchlistPublished> {
  /** ISO 8601. */
  readonly created_at: string;
  /** Who uploaded it, as events have it: `client:…`. */
  readonly created_by: string;
}

/** The versions of each list of an organization, the oldest first, by the list's slug. */
export type WatchlistsState = ReadonlyMap<string, readonly WatchlistVersion[]>;

/** All lists of an organization: few, and each event small. */
export const watchlistsAggregate: Aggregate<WatchlistsState, WatchlistsEvent> = {
  category: 'watchlists',
  codec: watchlistsCodec,
  initialState: new Map(),
  evolve(state, { data, metadata }) {
    const version = { ...data, created_at: metadata.occurred_at, created_by: metadata.actor };
    return new Map(state).set(data.slug, [...(state.get(data.slug) ?? []), version]);
  },
};

/** The stream of an organization's lists: `watchlists-acme`. */
export const watchlistsStream = (org: string): string => streamName(watchlistsAggregate.category, org);

/** The version of a list that is in force; undefined when there is no such list. */
export const currentVersion = (state: WatchlistsState, slug: string): WatchlistVersion | undefined => state.get(slug)?.at(-1);
