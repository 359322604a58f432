import { describe, expect, it } from '@jest/globals';
import { deciderSpec, SPEC_TIME } from '#event-sourcing/testing';
import type { DeliveryEvent } from '../delivery.events.js';
import { deliveryAggregate } from '../delivery.state.js';
import { type RecordAttempt, recordAttempt } from './record-attempt.js';
import { MAX_ATTEMPTS, pauseBeforeRetry } from './retry-schedule.js';

const { given } = deciderSpec(deliveryAggregate, recordAttempt);
const now = Date.parse(SPEC_TIME);
const at = (seconds: number): string => new Date(now + seconds * 1_000).toISOString();

const scheduled: DeliveryEvent = { type: 'delivery-scheduled', data: { channel: 'webhook', case_id: 17, case_revision: 4, host: 'example.com' } };
const failed = (attempt: number): DeliveryEvent => ({ type: 'delivery-attempt-failed', data: { attempt, reason: 'timeout', next_attempt_at: SPEC_TIME } });
const succeeded: DeliveryEvent = { type: 'delivery-succeeded', data: { attempt: 1, status: 200 } };

const delivered = (attempt: number): RecordAttempt => ({ attempt, result: { delivered: true, status: 200 }, now, random: 0.5 });
const refused = (attempt: number, more: { permanent?: boolean; retryAfterMs?: number } = {}): RecordAttempt => ({
  attempt, result: { delivered: false, reason: 'http_500', status: 500, permanent: false, ...more }, now, random: 0.5,
});

describe('recording an attempt', () => {
  it('that succeeded ends the delivery', () => {
    given(scheduled).when(delivered(1)).then(succeeded);
    given(scheduled, failed(1)).when(delivered(2)).then({ type: 'delivery-succeeded', data: { attempt: 2, status: 200 } });
  });

  it('that failed says when the next one is due', () => {
    given(scheduled).when(refused(1)).then({
      type: 'delivery-attempt-failed', data: { attempt: 1, reason: 'http_500', status: 500, next_attempt_at: at(5) },
    });
    given(scheduled, failed(1)).when(refused(2)).then({
      type: 'delivery-attempt-failed', data: { attempt: 2, reason: 'http_500', status: 500, next_attempt_at: at(300) },
    });
  });

  it('heeds a receiver that asks for a longer pause', () => {
    given(scheduled).when(refused(1, { retryAfterMs: 60_000 })).then({
      type: 'delivery-attempt-failed', data: { attempt: 1, reason: 'http_500', status: 500, next_attempt_at: at(60) },
    });
  });

  it('that failed for good, or was the last, abandons the delivery', () => {
    given(scheduled).when(refused(1, { permanent: true })).then({ type: 'delivery-abandoned', data: { attempts: 1, reason: 'http_500', status: 500 } });
    const history = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => failed(index + 1));
    given(scheduled, ...history).when(refused(MAX_ATTEMPTS)).then({
      type: 'delivery-abandoned', data: { attempts: MAX_ATTEMPTS, reason: 'http_500', status: 500 },
    });
  });

  it('is done once, and not for a delivery that is finished or unknown', () => {
    given(scheduled).when(refused(1)).resent();
    given(scheduled).when(delivered(1)).resent();
    given(scheduled, failed(1)).when(refused(1)).thenNothing();
    given(scheduled, succeeded).when(refused(2)).thenNothing();
    given(scheduled, { type: 'delivery-abandoned', data: { attempts: 1, reason: 'http_410' } }).when(delivered(2)).thenNothing();
    given().when(delivered(1)).thenNothing();
  });
});

describe('the retry schedule', () => {
  const minutes = (attempts: number, random: number): number => (pauseBeforeRetry(attempts, random) ?? NaN) / 60_000;

  it('is that of Standard Webhooks', () => {
    const pauses = Array.from({ length: 9 }, (_, index) => minutes(index + 1, 0.5));
    expect(pauses).toEqual([5 / 60, 5, 30, 120, 300, 600, 840, 1_200, 1_440]);
    expect(pauseBeforeRetry(10, 0.5)).toBeUndefined();
  });

  it('is spread by a tenth to either side', () => {
    expect([minutes(2, 0), minutes(2, 0.999_999)].map((pause) => Number(pause.toFixed(3)))).toEqual([4.5, 5.5]);
  });

  it('heeds Retry-After up to a day, and never shortens a pause for it', () => {
    expect(pauseBeforeRetry(1, 0.5, 7 * 86_400_000)).toBe(86_400_000);
    expect(pauseBeforeRetry(2, 0.5, 1_000)).toBe(300_000);
    expect(pauseBeforeRetry(10, 0.5, 1_000)).toBeUndefined();
  });
});
