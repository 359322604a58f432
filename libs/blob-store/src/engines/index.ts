import type { BlobStore } from '../blob-store.js';
import { openFolderBlobStore } from './folder/folder-blob-store.js';

export { openFolderBlobStore } from './folder/folder-blob-store.js';

/**
 * Opens the blob store that a URL names: `file:<folder>`, where the folder may be relative to the working directory, or
 * `mongodb://…/<database>`, or `mongodb+srv://…/<database>`. Nothing is asked of it before the first call. The driver is
 * loaded only where it is used.
 * @throws Error that names BLOB_STORE_URL when there is no such engine.
 */
export async function openBlobStore(url: string): Promise<BlobStore> {
  const [, scheme, rest] = /^([a-z][a-z0-9+]*):(.+)$/.exec(url) ?? [];
  if (scheme === 'file' && rest !== undefined) return openFolderBlobStore(rest.replace(/^\/\/(?=\/)/, ''));
  if (scheme === 'mongodb' || scheme === 'mongodb+srv') {
    const { openGridFsBlobStore } = await import('./mongodb/gridfs-blob-store.js');
    return openGridFsBlobStore(url);
  }
  throw new Error(`BLOB_STORE_URL has to be file:<folder> or mongodb://<hosts>/<database>; there is no blob store for ${scheme ?? 'what it holds'}.`);
}
