import { isDual } from './case.children.js';
import type { CaseEvent } from './case.events.js';
import type { CaseState } from './case.state.js';
import { isFinished } from './check.state.js';

/** Milliseconds for which a case may run without any progress before a start rescues it; contract, section 5. */
const PATIENCE = 30 * 60_000;

type RequestedCheck = Extract<CaseEvent, { type: 'check-requested' }>['data'];

/** A check, as far as asking for it goes. */
type WantedCheck = Pick<RequestedCheck, 'check_id' | 'check_type'>;

/** What happens when a customer's case is started: it begins, and every check that still waits is asked for. */
export const startEvents = (customer_id: number, checks: readonly WantedCheck[]): readonly CaseEvent[] => [
  { type: 'case-started', data: {} },
  ...requestEvents(customer_id, checks),
];

/**
 * Whether a case runs and nothing has become of any of its checks, nor was one asked for, for over half an hour. What
 * people write about a case is no progress of it. A case by a dual config waits for its children and is never stuck.
 * @param now milliseconds since the Unix epoch.
 */
export const isStuck = ({ started_at, completed_at, progressed_at, pinned_config }: CaseState, now: number): boolean =>
  !isDual({ pinned_config }) && completed_at === null && started_at !== null && now - Date.parse(progressed_at ?? started_at) > PATIENCE;

/** What happens when a case that had got stuck is rescued: it begins anew, and all that has not come to its end is asked for again. */
export const rescueEvents = ({ customer_id, checks }: CaseState): readonly CaseEvent[] => [
  { type: 'case-rescued', data: {} },
  ...requestEvents(customer_id, checks.filter((check) => !isFinished(check)).map(({ id, check_type }) => ({ check_id: id, check_type }))),
];

const requestEvents = (customer_id: number, checks: readonly WantedCheck[]): readonly CaseEvent[] =>
  checks.map(({ check_id, check_type }) => ({ type: 'check-requested', data: { customer_id, check_id, check_type } }));
