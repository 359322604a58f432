import type { DocumentEvent } from '../document.events.js';
import type { DocumentState } from '../document.state.js';

/** Ends a document; one that is not there, or not any more, needs no end. Its bytes are removed by whoever sees that it is no more. */
export const decideDeleteDocument = (_: object, state: DocumentState | undefined): readonly DocumentEvent[] =>
  state ? [{ type: 'document-deleted', data: {} }] : [];
