import type { BacklogModel } from '#dispatch';
import { type JsonObject, parseStreamName, type Projection, type Recorded } from '#event-sourcing';
import { checkRunCodec, type CheckRunEvent } from './check-run.events.js';
import { checkRunStream } from './check-run.state.js';

/** The name of the read model of runs. */
export const CHECK_RUNS = 'check_runs';

/** The read model of runs: how far each has come, without what was answered. */
export const checkRunsProjection: Projection<CheckRunEvent> = {
  name: CHECK_RUNS,
  version: 1,
  collections: { [CHECK_RUNS]: [['open', 'due_at']] },
  sources: { checkRun: checkRunCodec },
  targets: ({ stream }) => {
    const { org, id = '' } = parseStreamName(stream);
    return [{ collection: CHECK_RUNS, id: `${org}.${id}` }];
  },
  apply: (document, event) => ({ ...document, ...changes(event), updated_at: event.metadata.occurred_at }),
};

/** Where the runs are found that have not come to their end. */
export const openCheckRuns: BacklogModel = {
  model: CHECK_RUNS,
  filter: [{ field: 'open', eq: true }],
  dueField: 'due_at',
  itemOf: (document) => {
    const { org, run_id, host, due_at } = document as unknown as { org: string; run_id: string; host: string; due_at: string };
    return { stream: checkRunStream(org, run_id), host, at: Date.parse(due_at) };
  },
};

function changes(event: Recorded<CheckRunEvent>): JsonObject {
  const at = event.metadata.occurred_at;
  switch (event.type) {
    case 'check-run-requested': {
      const { org, id = '' } = parseStreamName(event.stream);
      const { case_id, check_id, check_type, provider, kind, host } = event.data;
      return {
        run_id: id, org, case_id, check_id, check_type, provider, kind, host,
        open: true, status: 'pending', attempts: 0, due_at: at, reason: null, http_status: null, effect: null, created_at: at,
      };
    }
    case 'check-run-attempt-failed': {
      const { attempt, reason, status = null, next_attempt_at } = event.data;
      return { attempts: attempt, reason, http_status: status, due_at: next_attempt_at };
    }
    case 'check-run-accepted':
      return { status: 'accepted', attempts: event.data.attempt, reason: null, http_status: null, due_at: event.data.answer_until };
    case 'check-run-answered':
      return { status: 'answered', attempts: event.data.attempt, reason: null, http_status: null, due_at: at };
    case 'check-run-abandoned': {
      const { attempts, reason, status = null } = event.data;
      return { status: 'abandoned', attempts, reason, http_status: status, due_at: at };
    }
    case 'check-run-closed':
      return { open: false, due_at: null, effect: event.data.effect };
  }
}
