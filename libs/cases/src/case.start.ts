import type { CaseEvent } from './case.events.js';

/** What happens when a customer's case is started: it begins, and every check that still waits is asked for. */
export const startEvents = (
  customer_id: number,
  checks: readonly Pick<RequestedCheck, 'check_id' | 'check_type'>[],
): readonly CaseEvent[] => [
  { type: 'case-started', data: {} },
  ...checks.map(({ check_id, check_type }): CaseEvent => ({ type: 'check-requested', data: { customer_id, check_id, check_type } })),
];

type RequestedCheck = Extract<CaseEvent, { type: 'check-requested' }>['data'];
