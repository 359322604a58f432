import { type Aggregate, type Recorded, streamName } from '#event-sourcing';
import { documentCodec, type DocumentEvent } from './document.events.js';
import type { LinkTarget } from './link-target.js';

/** What a document belongs to. */
export interface DocumentLink extends LinkTarget {
  /** Set while it is no more than a claim: by which command, and when. Null for a link that was made with the document. */
  readonly claim: { readonly command_id: string; readonly at: string } | null;
}

/** A document as the events tell it; also the canonical document of the read model. */
export interface DocumentState {
  readonly org: string;
  readonly id: number;
  readonly original_name: string;
  readonly content_type: string;
  /** Bytes. */
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly link: DocumentLink | null;
  readonly customer_id: number | null;
  readonly delete_after: number;
  readonly created_at: string;
  readonly updated_at: string;
  /** The revision of the last event that went into this. */
  readonly revision: number;
}

/** The state after one more event; undefined stands for a document that does not exist (any more). */
export function evolveDocument(state: DocumentState | undefined, event: Recorded<DocumentEvent>): DocumentState | undefined {
  const { revision, metadata } = event;
  const { org, occurred_at: at, command_id } = metadata;
  switch (event.type) {
    case 'document-uploaded': {
      const { document_id: id, linked_to, ...rest } = event.data;
      const link = linked_to && { ...linked_to, claim: null };
      return { org, id, ...rest, link, created_at: at, updated_at: at, revision };
    }
    case 'document-claimed': {
      const { customer_id, linked_to } = event.data;
      return state && { ...state, customer_id, link: { ...linked_to, claim: { command_id, at } }, updated_at: at, revision };
    }
    case 'document-deleted':
      return undefined;
  }
}

/** How a document's events add up. */
export const documentAggregate: Aggregate<DocumentState | undefined, DocumentEvent> = {
  category: 'document',
  codec: documentCodec,
  closedBy: 'document-deleted',
  initialState: undefined,
  evolve: evolveDocument,
};

/** The stream of a document: `document-acme.9`. */
export const documentStream = (org: string, id: number): string => streamName('document', org, id);
