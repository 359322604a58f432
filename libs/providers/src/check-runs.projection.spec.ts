import { describe, expect, it } from '@jest/globals';
import { Agenda } from '#dispatch';
import { projectionSpec, record, SPEC_TIME } from '#event-sourcing/testing';
import type { CheckRunEvent } from './check-run.events.js';
import { checkRunsProjection, openCheckRuns } from './check-runs.projection.js';
import { noteRun } from './run-check/note-run.js';

const LATER = '2026-01-02T03:05:00.000Z';
const LATEST = '2026-01-02T04:05:00.000Z';
const STREAM = 'checkRun-acme.2176.3';
const at = (event: CheckRunEvent, revision: number) =>
  record(event, { stream: STREAM, revision, metadata: { occurred_at: revision === 0 ? SPEC_TIME : LATER } });

const requested = at({
  type: 'check-run-requested',
  data: { customer_id: 5, check_id: 2_176, case_id: 17, check_type: 'IDV', provider: 'screening', kind: 'http', host: 'screening.example' },
}, 0);
const failed = at({ type: 'check-run-attempt-failed', data: { attempt: 1, reason: 'http_503', status: 503, next_attempt_at: LATER } }, 1);
const accepted = at({ type: 'check-run-accepted', data: { attempt: 2, answer_until: LATEST } }, 2);
const answered = at({ type: 'check-run-answered', data: { customer_id: 5, check_id: 2_176, attempt: 2, answer: { secret: 'Ada' }, decision: { outcome: 'ACCEPTED' } } }, 2);
const abandoned = at({ type: 'check-run-abandoned', data: { attempts: 2, reason: 'timeout' } }, 2);
const closed = at({ type: 'check-run-closed', data: { effect: 'decided' } }, 3);

const document = {
  run_id: '2176.3', org: 'acme', case_id: 17, check_id: 2_176, check_type: 'IDV', provider: 'screening', kind: 'http', host: 'screening.example',
  open: true, status: 'pending', attempts: 0, due_at: SPEC_TIME, reason: null, http_status: null, effect: null, created_at: SPEC_TIME, updated_at: SPEC_TIME,
};

describe('the read model of runs', () => {
  const spec = projectionSpec(checkRunsProjection);
  const shows = (changes: object) => ({ check_runs: { 'acme.2176.3': { ...document, updated_at: LATER, ...changes } } });

  it('shows how far a run has come, and nothing of what was said', () => {
    spec.given(requested).then(shows({ updated_at: SPEC_TIME }));
    spec.given(requested, failed).then(shows({ attempts: 1, reason: 'http_503', http_status: 503, due_at: LATER }));
    spec.given(requested, failed, accepted).then(shows({ status: 'accepted', attempts: 2, due_at: LATEST }));
    spec.given(requested, failed, answered).then(shows({ status: 'answered', attempts: 2, due_at: LATER }));
    spec.given(requested, failed, abandoned).then(shows({ status: 'abandoned', attempts: 2, reason: 'timeout', due_at: LATER }));
    spec.given(requested, failed, answered, closed).then(shows({ status: 'answered', attempts: 2, open: false, due_at: null, effect: 'decided' }));
  });

  it('finds what is open by an index, and tells the dispatcher when it is due', () => {
    expect(checkRunsProjection.collections).toEqual({ check_runs: [['open', 'due_at']] });
    expect(openCheckRuns.itemOf(document)).toEqual({ stream: STREAM, host: 'screening.example', at: Date.parse(SPEC_TIME) });
  });
});

describe('the agenda of runs', () => {
  it('goes by what happens to them', () => {
    const due = (...events: Parameters<typeof noteRun>[1][]): readonly number[] => {
      const agenda = new Agenda();
      for (const event of events) noteRun(agenda, event);
      return agenda.takeDue(Infinity).map((item) => item.at);
    };
    const [now, later, latest] = [SPEC_TIME, LATER, LATEST].map((time) => Date.parse(time));
    expect(due(requested)).toEqual([now]);
    expect(due(requested, failed)).toEqual([later]);
    expect(due(requested, accepted)).toEqual([latest]);
    expect(due(requested, accepted, abandoned)).toEqual([later]);
    expect(due(requested, answered)).toEqual([later]);
    expect(due(requested, answered, closed)).toEqual([]);
  });
});
