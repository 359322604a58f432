import { parseStreamName, type Projection, type Recorded } from '#event-sourcing';
import { caseCodec, type CaseEvent } from './case.events.js';
import { type CheckState, evolveCheck, newCheck } from './check.state.js';

/** What the read model keeps of a check: the check, and what it is found by. */
export interface CheckReadModel extends CheckState {
  readonly org: string;
  readonly case_id: number;
  readonly case_key: string;
}

const CHECKS = 'checks';

/** Checks, each on its own, so that they can be listed across cases. */
export const checksProjection: Projection<CaseEvent> = {
  name: CHECKS,
  version: 4,
  collections: {
    [CHECKS]: [
      // With what is compared on the way, as in the read model of cases.
      ['org', 'id', 'risk_score'],
      ['case_key', 'id'],
      ['org', 'check_type', 'id'],
      ['org', 'outcome', 'id'],
      ['org', 'status', 'id'],
      ['org', 'risk_score', 'id'],
    ],
  },
  counts: [['org'], ['org', 'check_type'], ['org', 'outcome'], ['org', 'status']],
  sources: { case: caseCodec },

  targets(event) {
    const { org, id = '' } = parseStreamName(event.stream);
    const check = (checkId: number) => ({ collection: CHECKS, id: `${org}.${checkId}` });
    switch (event.type) {
      case 'case-created':
        return event.data.checks.map(({ check_id }) => check(check_id));
      case 'check-added':
        return [check(event.data.check.check_id)];
      case 'check-requested':
      case 'check-decided':
      case 'check-skipped':
      case 'check-failed':
      case 'check-deleted':
        return [check(event.data.check_id)];
      case 'outcome-submitted':
      case 'case-deleted':
        return [{ collection: CHECKS, where: { field: 'case_key', equals: `${org}.${id}` } }];
      case 'case-started':
      case 'case-rescued':
      case 'case-updated':
      case 'case-assigned':
      case 'case-decided':
      case 'note-added':
      case 'case-completed':
      case 'case-outcome-changed':
      case 'platform-sync-recorded':
      case 'case-archived':
      case 'child-cases-planned':
      case 'child-case-completed':
        return [];
    }
  },

  apply(document, event, ref) {
    if (event.type === 'case-deleted' || event.type === 'check-deleted') return undefined;
    const before = (document as unknown as CheckReadModel | undefined) ?? addedBy(event, ref.id);
    return before && ({ ...before, ...evolveCheck(before, event) });
  },
};

function addedBy(event: Recorded<CaseEvent>, documentId: string): CheckReadModel | undefined {
  const { org, id: caseId = '' } = parseStreamName(event.stream);
  const added =
    event.type === 'case-created' ? event.data.checks : event.type === 'check-added' ? [event.data.check] : [];
  const check = added.find(({ check_id }) => `${org}.${check_id}` === documentId);
  return check && { ...newCheck(check, event.metadata.occurred_at), org, case_id: Number(caseId), case_key: `${org}.${caseId}` };
}
