import type { DocumentEvent } from '../document.events.js';
import type { LinkTarget } from '../link-target.js';

type Uploaded = Extract<DocumentEvent, { type: 'document-uploaded' }>['data'];

/** Events of document 1. */
export const aDocument = {
  uploaded: (data: Partial<Uploaded> = {}): DocumentEvent => ({
    type: 'document-uploaded',
    data: {
      document_id: 1,
      customer_id: null,
      original_name: 'passport.pdf',
      content_type: 'application/pdf',
      size: 1_000,
      sha256: 'ab'.repeat(32),
      linked_to: null,
      delete_after: -1,
      ...data,
    },
  }),
  claimed: (linked_to: LinkTarget, customer_id = 5): DocumentEvent => ({ type: 'document-claimed', data: { customer_id, linked_to } }),
  deleted: (): DocumentEvent => ({ type: 'document-deleted', data: {} }),
};
