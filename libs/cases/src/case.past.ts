import type { DataOf } from '#event-sourcing';
import type { caseCreated } from './case.events.js';
import { type CaseOrCustomerEvent } from './case.replay.js';

type AddedCheck = DataOf<typeof caseCreated>['checks'][number];

/**
 * The past of a case without what was deleted since: nothing at all of a case that was, and of a check no more than is left of
 * it in the case. Takes everything that ever happened to the case.
 */
export function shownPast(trail: readonly CaseOrCustomerEvent[]): readonly CaseOrCustomerEvent[] {
  if (trail.some(({ type }) => type === 'case-deleted')) return [];
  const gone = new Set(trail.flatMap((event) => (event.type === 'check-deleted' ? event.data.check_id : [])));
  return gone.size === 0 ? trail : trail.map((event) => withoutChecks(event, gone));
}

function withoutChecks(event: CaseOrCustomerEvent, gone: ReadonlySet<number>): CaseOrCustomerEvent {
  const remains = (check: AddedCheck): AddedCheck => (gone.has(check.check_id) ? { ...check, input_details: null, document_ids: [] } : check);
  switch (event.type) {
    case 'case-created':
      return { ...event, data: { ...event.data, checks: event.data.checks.map(remains) } };
    case 'check-added':
      return { ...event, data: { ...event.data, check: remains(event.data.check) } };
    case 'check-decided':
      return gone.has(event.data.check_id) ? { ...event, data: { ...event.data, title: null, note: null, reasoning: [], shareholders: null } } : event;
    case 'check-skipped':
    case 'check-failed':
      return gone.has(event.data.check_id) ? { ...event, data: { ...event.data, reason: '' } } : event;
    default:
      return event;
  }
}
