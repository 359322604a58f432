import { isDeepStrictEqual } from 'node:util';
import type { CaseEvent } from '../case.events.js';
import type { CaseState } from '../case.state.js';

/** Whether the outcome as of a revision of the case reached another system. */
export type RecordSyncDecision = Extract<CaseEvent, { type: 'platform-sync-recorded' }>['data'];

/** Records on the case whether its outcome reached another system, once for each outcome. */
export function decideRecordSync(result: RecordSyncDecision, state: CaseState | undefined): readonly CaseEvent[] {
  if (!state) return [];
  const recorded = state.sync_results.some((earlier) => isDeepStrictEqual(earlier, result));
  return recorded ? [] : [{ type: 'platform-sync-recorded', data: result }];
}
