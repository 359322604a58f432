import type { DocumentOwner } from '#documents';
import { parseStreamName, type Recorded } from '#event-sourcing';
import type { RetentionEvent } from './retained.js';

/** What is remembered of a case, a check or a customer for the documents that belong to it. */
export interface Owner {
  readonly standing: DocumentOwner;
  /** The case that took the place of this one. */
  readonly moved_to: string | null;
}

/** The owner after one more event of it. */
export function evolveOwner(before: Owner | undefined, event: Recorded<RetentionEvent>): Owner | undefined {
  switch (event.type) {
    case 'case-created':
      return { standing: 'open', moved_to: null };
    case 'case-completed':
      return { standing: 'indifferent', moved_to: null };
    case 'case-archived':
      return { standing: 'indifferent', moved_to: successorKey(event, event.data.successor_id) };
    case 'case-deleted':
    case 'check-deleted':
    case 'customer-deleted':
      return { standing: 'deleted', moved_to: before?.moved_to ?? null };
    default:
      return before;
  }
}

/** `case.acme.42`: the case that takes the place of the one whose stream it is. */
export const successorKey = ({ stream }: Pick<Recorded<RetentionEvent>, 'stream'>, id: number): string => `case.${parseStreamName(stream).org}.${id}`;
