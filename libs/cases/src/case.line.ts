import type { Aggregate } from '#event-sourcing';
import { caseCodec, type CaseEvent } from './case.events.js';

/** What stays known of a case after it was deleted, too: whether it was, which case has taken its place, and what it was made with. */
export interface CaseLineState {
  readonly isDeleted: boolean;
  readonly successor_id: number | null;
  /** Every document with which the case or one of its checks was made. */
  readonly document_ids: readonly number[];
  /** Every check that the case has or had. */
  readonly check_ids: readonly number[];
}

/** A case's stream as a part of a line of cases, each in the place of the one before. To read, never to decide upon. */
export const caseLine: Aggregate<CaseLineState, CaseEvent> = {
  category: 'case',
  codec: caseCodec,
  initialState: { isDeleted: false, successor_id: null, document_ids: [], check_ids: [] },
  evolve(state, event) {
    switch (event.type) {
      case 'case-created':
        return event.data.checks.reduce(withCheck, { ...state, document_ids: event.data.document_ids });
      case 'check-added':
        return withCheck(state, event.data.check);
      case 'case-archived':
        return { ...state, successor_id: event.data.successor_id };
      case 'case-deleted':
        return { ...state, isDeleted: true };
      default:
        return state;
    }
  },
};

const withCheck = (state: CaseLineState, { check_id, document_ids }: { readonly check_id: number; readonly document_ids: readonly number[] }): CaseLineState => ({
  ...state,
  document_ids: [...state.document_ids, ...document_ids],
  check_ids: [...state.check_ids, check_id],
});
