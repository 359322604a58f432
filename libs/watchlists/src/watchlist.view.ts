import { z } from 'zod';
import type { WatchlistVersion } from './watchlists.state.js';

/** A version of a list, as the API shows it: without its entries. */
export const watchlistSchema = z
  .object({
    slug: z.string(),
    version: z.int(),
    entries: z.int().meta({ description: 'How many there are.' }),
    sha256: z.string().meta({ description: 'Of the entries: two versions with the same one are the same.' }),
    created_at: z.iso.datetime(),
    created_by: z.string(),
  })
  .meta({ id: 'Watchlist' });

/** A version of a list, as the API shows it. */
export type WatchlistView = z.output<typeof watchlistSchema>;

/** A version of a list, as the API shows it. */
export const presentWatchlist = ({ slug, version, entries, sha256, created_at, created_by }: WatchlistVersion): WatchlistView => ({
  slug,
  version,
  entries,
  sha256,
  created_at,
  created_by,
});
