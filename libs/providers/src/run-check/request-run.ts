import type { CheckType } from '#check-types';
import { isoTime } from '#event-sourcing';
import type { CheckRunEvent } from '../check-run.events.js';
import type { CheckRunState } from '../check-run.state.js';

/** A check that a provider is to carry out. */
export interface RequestRun {
  readonly caseId: number;
  readonly checkId: number;
  readonly customerId: number;
  readonly checkType: CheckType | null;
  readonly provider: string;
  readonly kind: string;
  readonly host: string;
  /** For a provider that has heard of the check already and only has to answer: by when, in milliseconds since the Unix epoch. */
  readonly answerUntil?: number;
}

/** Begins a run, once. */
export function requestRun(command: RequestRun, state: CheckRunState | undefined): readonly CheckRunEvent[] {
  if (state !== undefined) return [];
  const { caseId, checkId, customerId, checkType, provider, kind, host, answerUntil } = command;
  const requested: CheckRunEvent = {
    type: 'check-run-requested',
    data: { customer_id: customerId, check_id: checkId, case_id: caseId, check_type: checkType, provider, kind, host },
  };
  if (answerUntil === undefined) return [requested];
  return [requested, { type: 'check-run-accepted', data: { attempt: 0, answer_until: isoTime(answerUntil) } }];
}
