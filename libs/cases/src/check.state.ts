import type { DataOf, Recorded } from '#event-sourcing';
import type { caseCreated, CaseEvent } from './case.events.js';
import type { CheckStatus, Outcome } from './check.types.js';
import type { Shareholder } from './shareholder.js';

type AddedCheck = DataOf<typeof caseCreated>['checks'][number];

/** A check of a case, as the events tell it. */
export interface CheckState {
  readonly id: number;
  readonly check_type: AddedCheck['check_type'];
  readonly input_details: AddedCheck['input_details'];
  readonly document_ids: readonly number[];
  readonly risk_score: number | null;
  readonly title: string | null;
  readonly note: string | null;
  readonly reasoning: readonly string[];
  readonly outcome: Outcome | null;
  readonly status: CheckStatus;
  /** The name of whoever carries it out; null where the organization's settings say so. */
  readonly provider: string | null;
  /** The revision of the event that asked for it last; null before. */
  readonly requested_revision: number | null;
  readonly delete_after: number;
  readonly required: AddedCheck['required'];
  /** Who holds the company, as the decision that stands names them. */
  readonly shareholders: readonly Shareholder[] | null;
  /** When it came to its end, the last time if it was decided anew; null before. */
  readonly finished_at: string | null;
  /** Set once it was deleted: what is left of it is what the case's outcome follows from, and nobody is shown it. */
  readonly deleted_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A check that was just added to a case. */
export function newCheck(added: AddedCheck, at: string): CheckState {
  return {
    id: added.check_id,
    check_type: added.check_type,
    input_details: added.input_details,
    document_ids: added.document_ids,
    risk_score: null,
    title: null,
    note: null,
    reasoning: [],
    outcome: null,
    status: 'PENDING',
    provider: added.provider,
    requested_revision: null,
    delete_after: added.delete_after,
    required: added.required,
    shareholders: null,
    finished_at: null,
    deleted_at: null,
    created_at: at,
    updated_at: at,
  };
}

/** The check after one more event of its case; the same object when the event does not touch it. */
export function evolveCheck(check: CheckState, event: Recorded<CaseEvent>): CheckState {
  const updated_at = event.metadata.occurred_at;
  const finished_at = updated_at;
  switch (event.type) {
    case 'check-requested':
      return event.data.check_id === check.id ? { ...check, status: 'DECIDING', requested_revision: event.revision, updated_at } : check;
    case 'check-decided': {
      const { check_id, outcome, risk_score, title, note, reasoning, shareholders } = event.data;
      return check_id === check.id
        ? { ...check, outcome, risk_score, title, note, reasoning, shareholders, status: 'DECIDED', finished_at, updated_at }
        : check;
    }
    case 'check-skipped':
      return event.data.check_id === check.id ? { ...check, status: 'SKIPPED', note: event.data.reason, finished_at, updated_at } : check;
    case 'check-failed':
      return event.data.check_id === check.id ? { ...check, status: 'ERROR', note: event.data.reason, finished_at, updated_at } : check;
    case 'outcome-submitted':
      return check.status === 'DECIDED' ? { ...check, status: 'SUBMITTED', updated_at } : check;
    case 'check-deleted':
      return event.data.check_id === check.id ? remainsOf(check, updated_at) : check;
    case 'case-created':
    case 'case-started':
    case 'case-rescued':
    case 'case-updated':
    case 'case-assigned':
    case 'case-decided':
    case 'note-added':
    case 'check-added':
    case 'case-completed':
    case 'case-outcome-changed':
    case 'platform-sync-recorded':
    case 'case-archived':
    case 'child-cases-planned':
    case 'child-case-completed':
    case 'case-deleted':
      return check;
  }
}

/** A deleted check: what the case's outcome and risk score follow from, and nothing that says anything of anybody. */
const remainsOf = (check: CheckState, at: string): CheckState => ({
  ...check,
  input_details: null,
  document_ids: [],
  title: null,
  note: null,
  reasoning: [],
  shareholders: null,
  deleted_at: at,
  updated_at: at,
});

/** Whether a check has come to its end: decided, skipped or failed. */
export const isFinished = ({ status }: CheckState): boolean => status !== 'PENDING' && status !== 'DECIDING';

/** Whether a check was decided and the decision stands. */
export const isDecided = ({ status }: CheckState): boolean => status === 'DECIDED' || status === 'SUBMITTED';
