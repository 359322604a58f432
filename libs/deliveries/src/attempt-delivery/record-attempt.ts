import { isoTime } from '#event-sourcing';
import type { AttemptResult } from '../delivery.channel.js';
import type { DeliveryEvent } from '../delivery.events.js';
import type { DeliveryState } from '../delivery.state.js';
import { pauseBeforeRetry } from './retry-schedule.js';

/** An attempt that was made. */
export interface RecordAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly result: AttemptResult;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** A number from 0 to below 1; spreads the retries. */
  readonly random: number;
}

/** Puts on record what came of an attempt and, where it failed, when the next one is due. */
export function recordAttempt(command: RecordAttempt, state: DeliveryState | undefined): readonly DeliveryEvent[] {
  const { attempt, result, now, random } = command;
  if (state?.status !== 'pending' || attempt !== state.attempts + 1) return [];
  const status = result.status === undefined ? {} : { status: result.status };
  if (result.delivered) return [{ type: 'delivery-succeeded', data: { attempt, ...status } }];

  const { reason, permanent, retryAfterMs } = result;
  const pause = permanent ? undefined : pauseBeforeRetry(attempt, random, retryAfterMs);
  if (pause === undefined) return [{ type: 'delivery-abandoned', data: { attempts: attempt, reason, ...status } }];
  return [{ type: 'delivery-attempt-failed', data: { attempt, reason, ...status, next_attempt_at: isoTime(now + pause) } }];
}
