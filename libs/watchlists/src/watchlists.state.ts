import { type Aggregate, type DataOf, type EventStore, type ReadStreamOptions, type Recorded, streamName } from '#event-sourcing';
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
    const version = versionOf({ data, metadata });
    return new Map(state).set(data.slug, [...(state.get(data.slug) ?? []), version]);
  },
};

/** The stream of an organization's lists: `watchlists-acme`. */
export const watchlistsStream = (org: string): string => streamName(watchlistsAggregate.category, org);

/** The version of a list that is in force, in what is known of all of them; undefined when there is no such list. */
export const currentVersion = (state: WatchlistsState, slug: string): WatchlistVersion | undefined => state.get(slug)?.at(-1);

/** How many events are read at a time: most of the newest are of the lists that are looked for. */
const PAGE = 20;

/**
 * The version of a list that is in force now; undefined when there is no such list. Reads from the end of the stream, which grows
 * with every upload, and no further than to that version.
 *
 * @throws StoreUnavailableError
 */
export async function versionInForce(store: EventStore, org: string, slug: string): Promise<WatchlistVersion | undefined> {
  for (let options: ReadStreamOptions = { direction: 'backwards', limit: PAGE }; ; ) {
    const events = (await store.readStream(watchlistsStream(org), options)).map((event) => watchlistsCodec.decode(event));
    const newest = events.find(({ data }) => data.slug === slug);
    if (newest !== undefined) return versionOf(newest);
    const last = events.at(-1);
    if (last === undefined || last.revision === 0) return undefined;
    options = { ...options, from: last.revision - 1 };
  }
}

const versionOf = ({ data, metadata }: Pick<Recorded<WatchlistsEvent>, 'data' | 'metadata'>): WatchlistVersion => ({
  ...data,
  created_at: metadata.occurred_at,
  created_by: metadata.actor,
});
