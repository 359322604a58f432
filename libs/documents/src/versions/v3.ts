import { CONTENT_TYPES } from '#uploads';
import { view } from '#http';
import { z } from 'zod';
import type { DocumentWithContent } from '../document.contents.service.js';
import type { DocumentState } from '../document.state.js';

/*
 * Versions 2 and 3: what is known of a document. Its bytes have a route of their own.
 */

const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });
const id = z.int().positive();

/** A document; contract, section 7. */
export const documentSchema = z
  .object({
    id,
    original_name: z.string(),
    content_type: z.enum(Object.values(CONTENT_TYPES)),
    size: z.int().nonnegative().meta({ description: 'Bytes.' }),
    sha256: z.string().meta({ description: 'Of the content, in hexadecimal.' }),
    case: id.nullable(),
    check: id.nullable(),
    customer: id.nullable(),
    delete_after: z.int(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Document' });

const idOf = (kind: 'case' | 'check' | 'customer', { link }: DocumentState): number | null => (link?.kind === kind ? link.id : null);

/** A document, with its fields in the contract's order. */
export const showDocument = (document: DocumentState): z.output<typeof documentSchema> => ({
  id: document.id,
  original_name: document.original_name,
  content_type: document.content_type as z.output<typeof documentSchema>['content_type'],
  size: document.size,
  sha256: document.sha256,
  case: idOf('case', document),
  check: idOf('check', document),
  customer: idOf('customer', document),
  delete_after: document.delete_after,
  created_at: document.created_at,
  updated_at: document.updated_at,
});

/** A document. */
export const documentView = view(documentSchema, ({ document }: DocumentWithContent) => showDocument(document));
