export { BIRTH_DATE } from './match/birth-dates.js';
export type { ScreenedName, WatchlistMatch } from './match/find-matches.js';
export { WatchlistContents } from './watchlist.contents.js';
export type { WatchlistEntry } from './watchlist.entry.js';
export * from './watchlist.events.js';
export { watchlistSlug } from './watchlist.slug.js';
export * from './watchlists.js';
export * from './watchlists.module.js';
export * from './watchlists.state.js';
