import { checkRequestId, type DecideCheckInput } from '#cases';
import type { CheckType } from '#check-types';
import { type Aggregate, parseStreamName, type Recorded, streamName } from '#event-sourcing';
import { checkRunCodec, type CheckRunEvent } from './check-run.events.js';

/** A request to a provider to carry out a check. */
export interface CheckRun {
  readonly org: string;
  /** `<check id>.<revision of the event that requested the check>`. */
  readonly id: string;
  readonly caseId: number;
  readonly checkId: number;
  readonly customerId: number;
  readonly checkType: CheckType | null;
  /** The revision of the event in the case's stream that requested the check. */
  readonly requestRevision: number;
  /** The name of the provider. */
  readonly provider: string;
}

/** How far a run is. */
export type CheckRunState = {
  readonly run: CheckRun;
  /** How many attempts have been made. */
  readonly attempts: number;
} & (
  /** An attempt is due. Times are ISO 8601. */
  | { readonly status: 'pending'; readonly dueAt: string }
  /** The provider has taken it, and answers by then. */
  | { readonly status: 'accepted'; readonly answerUntil: string }
  | { readonly status: 'answered'; readonly decision: DecideCheckInput }
  | { readonly status: 'abandoned'; readonly reason: string }
  | { readonly status: 'closed' }
);

/** The request of a provider: one stream for each time that a check was requested. */
export const checkRunAggregate: Aggregate<CheckRunState | undefined, CheckRunEvent> = {
  category: 'checkRun',
  codec: checkRunCodec,
  initialState: undefined,
  evolve(state, event) {
    if (event.type === 'check-run-requested') {
      return { status: 'pending', run: requested(event), attempts: 0, dueAt: event.metadata.occurred_at };
    }
    if (state === undefined) return undefined;
    const { run, attempts } = state;
    switch (event.type) {
      case 'check-run-attempt-failed':
        return { status: 'pending', run, attempts: event.data.attempt, dueAt: event.data.next_attempt_at };
      case 'check-run-accepted':
        return { status: 'accepted', run, attempts: event.data.attempt, answerUntil: event.data.answer_until };
      case 'check-run-answered':
        return { status: 'answered', run, attempts: event.data.attempt, decision: event.data.decision };
      case 'check-run-abandoned':
        return { status: 'abandoned', run, attempts: event.data.attempts, reason: event.data.reason };
      case 'check-run-closed':
        return { status: 'closed', run, attempts };
    }
  },
};

/** The id of the run that the request of a check leads to is that of the request: nobody can make a second one. */
export const checkRunId = checkRequestId;

/** The stream of a run: `checkRun-acme.2176.3`. */
export const checkRunStream = (org: string, id: string): string => streamName('checkRun', org, id);

function requested({ stream, data }: Recorded<Extract<CheckRunEvent, { type: 'check-run-requested' }>>): CheckRun {
  const { org, id = '' } = parseStreamName(stream);
  return {
    org,
    id,
    caseId: data.case_id,
    checkId: data.check_id,
    customerId: data.customer_id,
    checkType: data.check_type as CheckType | null,
    requestRevision: Number(id.split('.')[1]),
    provider: data.provider,
  };
}
