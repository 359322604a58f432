import { deciderSpec, SPEC_TIME } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import type { ProviderAnswer } from '../check-provider.js';
import type { CheckRunEvent } from '../check-run.events.js';
import { checkRunAggregate } from '../check-run.state.js';
import { abandonRun, expireRun, type RecordAttempt, recordAttempt } from './record-attempt.js';
import { requestRun } from './request-run.js';
import { closeRun } from './settle-run.js';

const now = Date.parse(SPEC_TIME);
const at = (seconds: number): string => new Date(now + seconds * 1_000).toISOString();

const request = { caseId: 17, checkId: 2_176, customerId: 5, checkType: 'IDV' as const, provider: 'screening', kind: 'http', host: 'screening.example' };
const requested: CheckRunEvent = {
  type: 'check-run-requested',
  data: { customer_id: 5, check_id: 2_176, case_id: 17, check_type: 'IDV', provider: 'screening', kind: 'http', host: 'screening.example' },
};
const accepted = (attempt: number, until: string): CheckRunEvent => ({ type: 'check-run-accepted', data: { attempt, answer_until: until } });
const failedAt = (attempt: number): CheckRunEvent => ({ type: 'check-run-attempt-failed', data: { attempt, reason: 'timeout', next_attempt_at: SPEC_TIME } });
const abandoned: CheckRunEvent = { type: 'check-run-abandoned', data: { attempts: 1, reason: 'timeout' } };

const decision = { outcome: 'ACCEPTED' as const };
const made = (attempt: number, answer: ProviderAnswer, maxAttempts = 6): RecordAttempt => ({ attempt, answer, maxAttempts, now, random: 0.5 });
const yes: ProviderAnswer = { kind: 'answered', answer: { outcome: 'ACCEPTED', extra: 1 }, decision };
const no = (more: object = {}): ProviderAnswer => ({ kind: 'failed', reason: 'http_503', status: 503, permanent: false, ...more });

describe('a run', () => {
  const { given } = deciderSpec(checkRunAggregate, requestRun);

  it('is begun once', () => {
    given().when(request).then(requested);
    given().when(request).resent();
  });

  it('of a provider that has heard of the check already begins with waiting', () => {
    given().when({ ...request, answerUntil: now + 60_000 }).then(requested, accepted(0, at(60)));
  });
});

describe('an attempt', () => {
  const { given } = deciderSpec(checkRunAggregate, recordAttempt);

  it('that was answered keeps all that was said, and what it means', () => {
    given(requested).when(made(1, yes)).then({
      type: 'check-run-answered', data: { customer_id: 5, check_id: 2_176, attempt: 1, answer: { outcome: 'ACCEPTED', extra: 1 }, decision },
    });
  });

  it('that was taken for later says until when', () => {
    given(requested, failedAt(1)).when(made(2, { kind: 'accepted', withinMs: 60_000 })).then(accepted(2, at(60)));
  });

  it('that failed says when the next one is due, and heeds a server that asks for more time', () => {
    const failed = (attempt: number, next_attempt_at: string): CheckRunEvent => ({ type: 'check-run-attempt-failed', data: { attempt, reason: 'http_503', status: 503, next_attempt_at } });
    given(requested).when(made(1, no())).then(failed(1, at(2)));
    given(requested, failedAt(1)).when(made(2, no())).then(failed(2, at(10)));
    given(requested).when(made(1, no({ retryAfterMs: 30_000 }))).then(failed(1, at(30)));
  });

  it('that failed for good, or was the last, gives the run up', () => {
    given(requested).when(made(1, no({ permanent: true }))).then({ type: 'check-run-abandoned', data: { attempts: 1, reason: 'http_503', status: 503 } });
    given(requested, failedAt(1)).when(made(2, no(), 2)).then({ type: 'check-run-abandoned', data: { attempts: 2, reason: 'http_503', status: 503 } });
  });

  it('is put on record once, and not for a run that has come to its end', () => {
    for (const answer of [yes, no(), { kind: 'accepted', withinMs: 1 } as const]) given(requested).when(made(1, answer)).resent();
    given(requested, failedAt(1)).when(made(1, yes)).thenNothing();
    given(requested, abandoned).when(made(2, yes)).thenNothing();
    given(requested, accepted(1, at(60))).when(made(2, yes)).thenNothing();
    given().when(made(1, yes)).thenNothing();
  });
});

describe('an answer that was to come by itself', () => {
  const { given } = deciderSpec(checkRunAggregate, expireRun);

  it('is waited for until it is time, and no longer', () => {
    given(requested, accepted(1, at(60))).when(now + 59_999).thenNothing();
    given(requested, accepted(1, at(60))).when(now + 60_000).then({ type: 'check-run-abandoned', data: { attempts: 1, reason: 'no_answer_in_time' } });
    given(requested).when(now + 60_000).thenNothing();
  });
});

describe('the end of a run', () => {
  it('that cannot even be tried is on record', () => {
    const { given } = deciderSpec(checkRunAggregate, abandonRun);
    given(requested).when('unknown_provider').then({ type: 'check-run-abandoned', data: { attempts: 0, reason: 'unknown_provider' } });
    given(requested, abandoned).when('unknown_provider').thenNothing();
  });

  it('is noted once', () => {
    const { given } = deciderSpec(checkRunAggregate, closeRun);
    given(requested, abandoned).when('failed').then({ type: 'check-run-closed', data: { effect: 'failed' } });
    given(requested, abandoned).when('failed').resent();
    given().when('none').thenNothing();
  });
});
