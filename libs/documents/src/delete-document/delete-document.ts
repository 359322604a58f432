import { dueAfter, SETTLES } from '#customers';
import type { DocumentEvent } from '../document.events.js';
import type { DocumentState } from '../document.state.js';

/**
 * What has become of the thing that a document belongs to: nothing that would keep the document (none, a customer, a complete
 * case), a case that is not complete, or it was deleted.
 */
export type DocumentOwner = 'indifferent' | 'open' | 'deleted';

/** The command, with what was found out before the decision. */
export interface DeleteDocumentDecision {
  readonly owner: DocumentOwner;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

type Kept = Pick<DocumentState, 'delete_after' | 'created_at' | 'updated_at'>;

/**
 * From when on a document may be kept no longer: milliseconds since the Unix epoch, Infinity for never. It counts from the upload; a
 * case that is not complete keeps its documents, and what is deleted takes them with it.
 */
export function documentDueAt({ delete_after, created_at, updated_at }: Kept, owner: DocumentOwner): number {
  switch (owner) {
    case 'open':
      return Infinity;
    case 'deleted':
      return Date.parse(updated_at);
    case 'indifferent':
      return Math.max(dueAfter(created_at, delete_after), Date.parse(updated_at) + SETTLES);
  }
}

/**
 * Ends a document that may be kept no longer. Any other stays. Its bytes are removed by whoever sees that it is no more.
 */
export function decideDeleteDocument({ owner, now }: DeleteDocumentDecision, state: DocumentState | undefined): readonly DocumentEvent[] {
  if (!state || now < documentDueAt(state, owner)) return [];
  return [{ type: 'document-deleted', data: {} }];
}
