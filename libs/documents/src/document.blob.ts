import type { BlobOwner, BlobRef } from '#blob-store';
import type { DocumentState } from './document.state.js';

/** Bytes of a document. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;

/** Who the bytes of a document belong to: each document has its own, so that they go when it goes. Changing this changes stored data. */
export const blobOwner = (org: string, documentId: number): BlobOwner => ({ org, holder: String(documentId) });

/** The document that a blob belongs to; undefined for a blob of something else. */
export const documentIdOf = ({ holder }: BlobOwner): number | undefined => (/^[1-9]\d{0,14}$/.test(holder) ? Number(holder) : undefined);

/** The bytes of a document. */
export const blobOf = ({ org, id, sha256 }: Pick<DocumentState, 'org' | 'id' | 'sha256'>): BlobRef => ({ ...blobOwner(org, id), sha256 });
