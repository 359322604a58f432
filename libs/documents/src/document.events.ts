import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { z } from 'zod';
import { linkTarget } from './link-target.js';

const subject = { subject: 'customer_id' };

/**
 * A document was uploaded: its bytes lie in the blob store, by their SHA-256. The customer is that of the thing it belongs to; null
 * for one that belongs to nothing yet.
 */
export const documentUploaded = defineEvent(
  'document-uploaded',
  z.object({
    document_id: z.int(),
    customer_id: z.int().nullable(),
    original_name: z.string().meta({ personal: true }),
    content_type: z.string(),
    /** Bytes. */
    size: z.int().nonnegative(),
    /** In hexadecimal. */
    sha256: z.string(),
    linked_to: linkTarget.nullable(),
    delete_after: z.int(),
  }),
  subject,
);

/** A document is claimed for a case or check that is about to be made; until that is there and names the document, the claim binds nobody for long. */
export const documentClaimed = defineEvent('document-claimed', z.object({ customer_id: z.int(), linked_to: linkTarget }), subject);

/** A document is no more, or never came to be and never will: its bytes are removed after this. */
export const documentDeleted = defineEvent('document-deleted', z.object({}));

/** Every event of a document's stream. */
export const documentCodec = eventCodec([documentUploaded, documentClaimed, documentDeleted]);

/** An event of a document's stream. */
export type DocumentEvent = EventOfCodec<typeof documentCodec>;
