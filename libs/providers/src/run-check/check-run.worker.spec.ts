import { decideCheckInput } from '#cases';
import type { EventStore } from '#event-sourcing';
import { deathsWithin, FrailStore, InMemoryEventStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { answered, CheckRunCourse, checkIdOf, screening, unavailable } from '../testing/check-run-course.js';

describe('a check with a provider', () => {
  let course: CheckRunCourse;
  beforeEach(async () => {
    course = new CheckRunCourse(new InMemoryEventStore());
    await course.set(screening('IDV'));
    await course.openCase('IDV');
  });

  const types = async (): Promise<readonly string[]> => (await course.runEvents()).map(({ type }) => type.replace('check-run-', ''));

  it('is decided by what the provider answers, which is kept whole', async () => {
    await course.requestRuns();
    expect(await course.advance()).toEqual([undefined]);
    expect(await types()).toEqual(['requested', 'answered', 'closed']);
    expect((await course.runEvents())[1]?.data).toMatchObject({ answer: { outcome: 'ACCEPTED', secret: 'whole' }, decision: { outcome: 'ACCEPTED' } });
    const decided = (await course.caseEvents()).find(({ type }) => type === 'check-decided');
    expect(decided).toMatchObject({ data: { check_id: checkIdOf(0), outcome: 'ACCEPTED' }, metadata: { actor: 'system:provider/screening', command_id: 'check-run/128.2/settle' } });
    expect((await course.caseEvents()).at(-1)?.type).toBe('case-completed');
  });

  it('that names shareholders is decided together with the plan of their cases', async () => {
    const company = new CheckRunCourse(new InMemoryEventStore());
    await company.set(screening('UBO_RESOLUTION'));
    await company.openCompany();
    company.answer = async () => ({ kind: 'answered', answer: {}, decision: decideCheckInput.parse({ outcome: 'ACCEPTED', shareholders: [{ full_name: 'Ada' }] }) });
    await company.requestRuns();
    await company.advance();
    const [decided, planned] = (await company.caseEvents()).slice(-2);
    expect([decided?.type, planned?.type]).toEqual(['check-decided', 'child-cases-planned']);
    expect(planned?.data).toMatchObject({ check_id: checkIdOf(0), children: [{ shareholder: 0, customer_id: 200, case_id: 100 }] });
  });

  it('is asked with the check and what identifies the customer, and nothing else', async () => {
    await course.requestRuns();
    await course.advance();
    expect(course.asked).toEqual([{
      org: 'acme', runId: '128.2',
      check: { id: 128, check_type: 'IDV', input_details: null },
      case: { id: 1, external_id: 'loan-1' },
      customer: { id: 5, external_id: 'ada', full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL', input_details: { date_of_birth: '1815-12-10' } },
    }]);
  });

  it('is requested of it once, and asked no more when the run has come to its end', async () => {
    for (let time = 0; time < 3; time++) await course.requestRuns();
    for (let time = 0; time < 3; time++) await course.advance();
    expect(await types()).toEqual(['requested', 'answered', 'closed']);
    expect([course.asked.length, await course.checkEvents()]).toEqual([1, ['check-decided']]);
  });

  it('that does not answer is tried again when it is time, and fails in the end', async () => {
    course.answer = async () => unavailable;
    await course.requestRuns();
    const begun = course.time.now();
    // The request was made at the beginning of time.
    expect(await course.advance()).toEqual([begun + 2_000]);
    expect(await course.advance()).toEqual([begun + 2_000]);
    course.time.advance(2_000);
    expect(await course.advance()).toEqual([begun + 12_000]);
    course.time.advance(10_000);
    expect(await course.advance()).toEqual([undefined]);
    expect([course.asked.length, await types()]).toEqual([3, ['requested', 'attempt-failed', 'attempt-failed', 'abandoned', 'closed']]);
    expect((await course.caseEvents()).find(({ type }) => type === 'check-failed')?.data).toMatchObject({ reason: 'Provider screening: http_503.' });
    const asked = { org: 'acme', case_id: 1, check_id: 128, provider: 'screening', reason: 'http_503' };
    expect(course.warnings).toEqual([1, 2, 3].map((attempt) => ({ ...asked, attempt })));
  });

  it('that is decided by hand while the provider thinks keeps that decision; the late answer is on record', async () => {
    course.answer = async () => {
      await course.decide(0, 'REJECTED');
      return answered('ACCEPTED');
    };
    await course.requestRuns();
    await course.advance();
    expect(await course.runEvents()).toMatchObject([
      {}, { type: 'check-run-answered', data: { decision: { outcome: 'ACCEPTED' } } }, { type: 'check-run-closed', data: { effect: 'none' } },
    ]);
    expect((await course.caseEvents()).filter(({ type }) => type === 'check-decided')).toMatchObject([{ data: { outcome: 'REJECTED', note: 'by hand' } }]);
  });

  it('that is decided by hand before a retry is not asked about again', async () => {
    course.answer = async () => unavailable;
    await course.requestRuns();
    await course.advance();
    await course.decide(0, 'REJECTED');
    course.time.advance(2_000);
    expect(await course.advance()).toEqual([undefined]);
    expect([course.asked.length, (await types()).slice(1)]).toEqual([1, ['attempt-failed', 'closed']]);
  });

  describe('that takes it for later', () => {
    beforeEach(async () => {
      course.answer = async () => ({ kind: 'accepted', withinMs: 3_600_000 });
      await course.requestRuns();
      await course.advance();
    });

    it('fails when no decision comes in time', async () => {
      course.time.advance(3_599_999);
      await course.advance();
      expect(await types()).toEqual(['requested', 'accepted']);
      course.time.advance(1);
      await course.advance();
      expect([await types(), await course.checkEvents()]).toEqual([['requested', 'accepted', 'abandoned', 'closed'], ['check-failed']]);
    });

    it('is left alone once it was decided', async () => {
      await course.decide(0, 'ACCEPTED');
      course.time.advance(3_600_000);
      await course.advance();
      expect([await types(), await course.checkEvents()]).toEqual([['requested', 'accepted', 'closed'], ['check-decided']]);
    });
  });

  it('that was taken away fails, with the reason', async () => {
    await course.requestRuns();
    await course.set({ providers: {}, check_types: {} });
    await course.advance();
    expect(await course.runEvents()).toMatchObject([{}, { type: 'check-run-abandoned', data: { reason: 'unknown_provider' } }, { data: { effect: 'failed' } }]);
    expect(course.asked).toEqual([]);
  });

  it('is asked as the settings say by then', async () => {
    await course.requestRuns();
    const changed = screening('IDV');
    await course.set({ ...changed, providers: { screening: { kind: 'yente', url: 'https://y.example', dataset: 'd', threshold: 0.7, on_match: 'PENDING', timeout_seconds: 1, attempts: 1, api_key: null } } });
    await course.advance();
    expect((await course.runEvents())[1]).toMatchObject({ data: { reason: 'unsupported_check_type' } });
  });

  // The appends of a check that is answered at the second attempt: request, first attempt, second attempt, decision, end.
  it.each(deathsWithin(5))('is decided once when the process dies at append $nth (stored: $stored)', async ({ nth, stored }) => {
    course.answer = async () => (course.asked.length === 1 ? unavailable : answered('ACCEPTED'));
    const live = async (store: EventStore): Promise<void> => {
      await course.requestRuns(store);
      await course.advance(store);
      course.time.advance(2_000);
      await course.advance(store);
    };
    await expect(live(FrailStore.dying({ nth, stored }, course.store).store)).rejects.toThrow();
    await live(course.store);
    course.time.advance(10_000);
    await live(course.store);

    expect(await course.runs()).toHaveLength(1);
    expect((await types()).filter((type) => type !== 'attempt-failed')).toEqual(['requested', 'answered', 'closed']);
    expect((await course.runEvents()).at(-1)).toMatchObject({ data: { effect: 'decided' } });
    expect(await course.checkEvents()).toEqual(['check-decided']);
    // An attempt that died before its record is made again; every attempt has the same id.
    expect(course.asked.length).toBeLessThanOrEqual(3);
    expect(new Set(course.asked.map(({ runId }) => runId))).toEqual(new Set(['128.2']));
  });

  it.each([1, 2, 3, 4])('fails once when the process dies at append %d', async (nth) => {
    course.answer = async () => ({ ...unavailable, permanent: true }) as typeof unavailable;
    const live = async (store: EventStore): Promise<void> => {
      await course.requestRuns(store);
      await course.advance(store);
    };
    await expect(live(FrailStore.dying({ nth, stored: true }, course.store).store)).rejects.toThrow();
    await live(course.store);
    expect([await types(), await course.checkEvents()]).toEqual([['requested', 'abandoned', 'closed'], ['check-failed']]);
  });
});

describe('who serves a check', () => {
  let course: CheckRunCourse;
  beforeEach(() => {
    course = new CheckRunCourse(new InMemoryEventStore());
  });

  it('is a person unless somebody is set, and a service that hears of it by message has no run without a time limit', async () => {
    await course.set({ ...screening('IDV'), check_types: { IDV: 'screening', CRA: 'broker', PEP: 'manual' } });
    await course.openCase('IDV', 'CRA', 'PEP', 'SANCTION');
    await course.requestRuns();
    expect(await course.runs()).toEqual(['checkRun-acme.128.2']);
  });

  it('is whoever was set when the check was requested, however late the request is seen', async () => {
    await course.openCase('IDV');
    await course.set(screening('IDV'));
    await course.requestRuns();
    expect(await course.runs()).toEqual([]);
  });

  it('has to answer in time where it hears of the check by message', async () => {
    await course.set({ providers: { queue: { kind: 'broker', timeout_seconds: 60 } }, check_types: { IDV: 'queue', PEP: 'queue' } });
    await course.openCase('IDV', 'PEP');
    await course.requestRuns();
    await course.decide(0, 'ACCEPTED');
    // The specs' cases are of 1970, the clock is of 2026.
    await course.advance();
    expect([course.asked, await course.checkEvents()]).toEqual([[], ['check-decided', 'check-failed']]);
  });
});
