import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { z } from 'zod';

/**
 * An organization's list got a new version, which replaces the one before. The entries are people who never were customers:
 * they lie in the blob store, where they can be removed, and the event knows them by their hash alone.
 */
export const watchlistPublished = defineEvent(
  'watchlist-published',
  z.object({
    slug: z.string(),
    /** From 1. */
    version: z.int().positive(),
    /** The upload, whose bytes in the blob store are this version's own. */
    upload: z.string(),
    /** Of the entries as they lie in the blob store; hexadecimal. */
    sha256: z.string(),
    /** Bytes. */
    size: z.int().nonnegative(),
    entries: z.int().nonnegative(),
  }),
);

/** Every event of the stream of an organization's lists. */
export const watchlistsCodec = eventCodec([watchlistPublished]);

/** An event of the stream of an organization's lists. */
export type WatchlistsEvent = EventOfCodec<typeof watchlistsCodec>;
