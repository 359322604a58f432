import type { Settings } from '#platform';

/**
 * What keeps processes that work together from sharing the place of documents' bytes. It has to be named, and must not be the
 * database of the read models: those are dropped whenever that helps, and made anew from the log, which has no bytes.
 */
export function blobStoreProblems({ blobStoreUrl, readStoreUrl }: Pick<Settings, 'blobStoreUrl' | 'readStoreUrl'>): readonly string[] {
  if (blobStoreUrl === undefined) {
    return ['BLOB_STORE_URL is missing: processes keep documents in one place, mongodb://host:port/database or file:<a folder that all of them share>'];
  }
  if (databaseOf(blobStoreUrl) !== databaseOf(readStoreUrl)) return [];
  return ['BLOB_STORE_URL names the database of READ_STORE_URL, which may be dropped and made anew: documents need one of their own'];
}

/** Hosts and database, whoever asks and however. */
const databaseOf = (url: string): string => url.replace(/^([a-z+]+:\/\/)(?:[^/]*@)?/, '$1').replace(/\?.*$/, '');
