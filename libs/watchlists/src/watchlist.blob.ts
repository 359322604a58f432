import type { BlobOwner } from '#blob-store';
import { uuidV5 } from '#event-sourcing';

/** An upload of a list. */
export interface WatchlistUploadId {
  readonly slug: string;
  readonly upload: string;
}

/** By what an upload is known: it follows from its command. Changing this changes stored data. */
export const uploadOf = (commandId: string): string => uuidV5(`watchlist-upload/${commandId}`).replaceAll('-', '').slice(0, 12);

/** Whose the bytes of an upload are: `watchlist-blacklist-4f2b90aa17c3`. Changing this changes stored data. */
export const ownerOf = (org: string, { slug, upload }: WatchlistUploadId): BlobOwner => ({ org, holder: `watchlist-${slug}-${upload}` });

/** The upload whose bytes a blob is; undefined for a blob of something else. */
export function uploadIn({ holder }: BlobOwner): WatchlistUploadId | undefined {
  const [, slug, upload] = /^watchlist-(.+)-([0-9a-f]{12})$/.exec(holder) ?? [];
  return slug === undefined || upload === undefined ? undefined : { slug, upload };
}
