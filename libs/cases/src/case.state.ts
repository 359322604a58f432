import { type Aggregate, type DataOf, type Recorded, streamName } from '#event-sourcing';
import { type ChildCase, plannedChildren } from './case.children.js';
import { caseCodec, type caseCreated, type CaseEvent, type platformSyncRecorded } from './case.events.js';
import { type CheckState, evolveCheck, newCheck } from './check.state.js';
import type { Outcome } from './check.types.js';
import { requestForInformation, type Rfi } from './rfi.js';

type Created = DataOf<typeof caseCreated>;

/** Whether an outcome reached another system. */
export type SyncResult = DataOf<typeof platformSyncRecorded>;

/** What was decided about a case as a whole. */
export interface CaseDecision {
  readonly outcome: Outcome;
  readonly risk_score: number | null;
  readonly note: string;
}

/** A case as its own events tell it, without what is derived from them: `caseView` adds that. */
export interface CaseState {
  readonly org: string;
  readonly id: number;
  readonly external_id: string;
  readonly customer_id: number;
  /** What was noted last: when it was opened, later, or with a decision on it. */
  readonly note: string | null;
  /** The decision on the case itself, which wins over what its checks come to; null while there is none. */
  readonly decision: CaseDecision | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly started_at: string | null;
  /** When its checks last got any further, or were asked for; null while nothing of the kind has happened. */
  readonly progressed_at: string | null;
  readonly completed_at: string | null;
  /** The revision of the event that told the outcome, the last one if it changed; null until the case is complete. */
  readonly result_revision: number | null;
  readonly checks: readonly CheckState[];
  /** Of a case by a dual config: the cases of its customer's shareholders. */
  readonly children: readonly ChildCase[];
  readonly rfi: Rfi | null;
  readonly webhook_url: string | null;
  readonly delete_after: number;
  /** The e-mail address of the member whose work it is, and their id. */
  readonly assignee: string | null;
  readonly assignee_id: number | null;
  readonly metadata: Created['metadata'];
  readonly sync_platforms: Created['sync_platforms'];
  readonly sync_results: readonly SyncResult[];
  readonly case_config: string | null;
  /** What the case keeps of that config, whatever becomes of it. */
  readonly pinned_config: Created['pinned_config'];
  /** The documents that the case was made with. */
  readonly document_ids: readonly number[];
  readonly parent_case_id: number | null;
  readonly archived: boolean;
  /** The case that took the place of this one; null until it is archived. */
  readonly successor_id: number | null;
  readonly api_version: Created['api_version'];
  /** The revision of the last event that went into this. */
  readonly revision: number;
}

/** The state after one more event; undefined stands for a case that does not exist (any more). */
export function evolveCase(state: CaseState | undefined, event: Recorded<CaseEvent>): CaseState | undefined {
  if (event.type === 'case-created') return newCase(event.data, event);
  if (!state) return undefined;
  const at = event.metadata.occurred_at;
  const seen = { ...state, revision: event.revision, updated_at: at };
  switch (event.type) {
    case 'case-started':
      return { ...seen, started_at: at, progressed_at: at };
    case 'case-rescued':
      return { ...seen, progressed_at: at };
    case 'check-added':
      return { ...seen, progressed_at: at, checks: [...state.checks, newCheck(event.data.check, at)] };
    case 'check-requested':
    case 'check-decided':
    case 'check-skipped':
    case 'check-failed':
      return { ...seen, progressed_at: at, checks: state.checks.map((check) => evolveCheck(check, event)) };
    case 'outcome-submitted':
    case 'check-deleted':
      return { ...seen, checks: state.checks.map((check) => evolveCheck(check, event)) };
    case 'case-updated': {
      const { customer_id: _, ...changes } = event.data;
      return { ...seen, ...(changes as Partial<CaseState>) };
    }
    case 'case-assigned':
      return { ...seen, assignee: event.data.assignee, assignee_id: event.data.member_id };
    case 'note-added':
      return { ...seen, note: event.data.note };
    case 'case-decided': {
      const { customer_id: _, ...decision } = event.data;
      return { ...seen, decision, note: decision.note };
    }
    case 'case-completed':
      return { ...seen, completed_at: at, result_revision: event.revision };
    case 'case-outcome-changed':
      return { ...seen, result_revision: event.revision };
    case 'platform-sync-recorded': {
      const { domain, id } = event.data;
      const others = state.sync_results.filter((result) => result.domain !== domain || result.id !== id);
      return { ...seen, sync_results: [...others, event.data] };
    }
    case 'case-archived':
      return { ...seen, archived: true, successor_id: event.data.successor_id };
    case 'case-deleted':
      return undefined;
    case 'child-cases-planned':
      return { ...seen, children: [...state.children, ...plannedChildren(event.data, state.checks)] };
    case 'child-case-completed': {
      const { case_id } = event.data;
      return { ...seen, progressed_at: at, children: state.children.map((child) => (child.case_id === case_id ? { ...child, completed: true } : child)) };
    }
  }
}

function newCase(created: Created, { metadata, revision }: Recorded<CaseEvent>): CaseState {
  const { case_id: id, checks, rfi, ...rest } = created;
  const at = metadata.occurred_at;
  return {
    org: metadata.org,
    id,
    ...rest,
    decision: null,
    rfi: rfi === null ? null : requestForInformation(rfi),
    assignee_id: null,
    checks: checks.map((check) => newCheck(check, at)),
    children: [],
    sync_results: [],
    archived: false,
    successor_id: null,
    created_at: at,
    updated_at: at,
    started_at: null,
    progressed_at: null,
    completed_at: null,
    result_revision: null,
    revision,
  };
}

/** How a case's events add up. */
export const caseAggregate: Aggregate<CaseState | undefined, CaseEvent> = {
  category: 'case',
  codec: caseCodec,
  closedBy: 'case-deleted',
  initialState: undefined,
  evolve: evolveCase,
};

/** The stream of a case: `case-acme.17`. */
export const caseStream = (org: string, id: number): string => streamName('case', org, id);
