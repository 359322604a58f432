import { retryPause } from '#dispatch';
import { isoTime } from '#event-sourcing';
import type { CheckRunEvent } from '../check-run.events.js';
import type { CheckRunState } from '../check-run.state.js';
import type { ProviderAnswer } from '../check-provider.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After the first attempt, after the second, and so on: somebody waits for the case, so the first ones come soon. */
const PAUSES = [
  2 * SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 5 * HOUR, 12 * HOUR, 24 * HOUR,
] as const;

/** An attempt that was made. */
export interface RecordAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly answer: ProviderAnswer;
  /** After how many of them it is given up. */
  readonly maxAttempts: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** A number from 0 to below 1; spreads the retries. */
  readonly random: number;
}

/** Puts on record what came of an attempt and, where it failed, when the next one is due. */
export function recordAttempt(command: RecordAttempt, state: CheckRunState | undefined): readonly CheckRunEvent[] {
  const { attempt, answer, maxAttempts, now, random } = command;
  if (state?.status !== 'pending' || attempt !== state.attempts + 1) return [];
  switch (answer.kind) {
    case 'answered': {
      const { customerId: customer_id, checkId: check_id } = state.run;
      return [{ type: 'check-run-answered', data: { customer_id, check_id, attempt, answer: answer.answer, decision: answer.decision } }];
    }
    case 'accepted':
      return [{ type: 'check-run-accepted', data: { attempt, answer_until: isoTime(now + answer.withinMs) } }];
    case 'failed': {
      const { reason, permanent, retryAfterMs } = answer;
      const status = answer.status === undefined ? {} : { status: answer.status };
      const pause = permanent || attempt >= maxAttempts ? undefined : retryPause(PAUSES, attempt, { random, retryAfterMs });
      if (pause === undefined) return [{ type: 'check-run-abandoned', data: { attempts: attempt, reason, ...status } }];
      return [{ type: 'check-run-attempt-failed', data: { attempt, reason, ...status, next_attempt_at: isoTime(now + pause) } }];
    }
  }
}

/** Gives up a run that cannot even be tried. */
export function abandonRun(reason: string, state: CheckRunState | undefined): readonly CheckRunEvent[] {
  return state?.status === 'pending' ? [{ type: 'check-run-abandoned', data: { attempts: state.attempts, reason } }] : [];
}

/**
 * Gives up waiting for an answer that was to come by itself.
 * @param now milliseconds since the Unix epoch.
 */
export function expireRun(now: number, state: CheckRunState | undefined): readonly CheckRunEvent[] {
  if (state?.status !== 'accepted' || Date.parse(state.answerUntil) > now) return [];
  return [{ type: 'check-run-abandoned', data: { attempts: state.attempts, reason: 'no_answer_in_time' } }];
}
