import type { z } from 'zod';
import type { documentSchema } from './document.schema.js';
import type { DocumentState } from './document.state.js';

/** A document in the answers of API version 3, with its fields in the contract's order. */
export const presentDocument = (document: DocumentState): z.output<typeof documentSchema> => ({
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

const idOf = (kind: 'case' | 'check' | 'customer', { link }: DocumentState): number | null => (link?.kind === kind ? link.id : null);
