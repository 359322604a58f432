import { type DispatcherSettings, runDispatcher, type RunningDispatcher } from '#dispatch';
import { checkRunCodec } from '../check-run.events.js';
import { checkRunAggregate } from '../check-run.state.js';
import { CheckRunWorker, type CheckRunWorkerSettings } from './check-run.worker.js';
import { noteRun } from './note-run.js';

export type CheckRunDispatcherSettings = CheckRunWorkerSettings & Omit<DispatcherSettings, 'name' | 'category' | 'note' | 'attempt'>;

/** Takes all runs of checks further when something is due. A slow provider holds up nobody but itself. */
export function dispatchCheckRuns(settings: CheckRunDispatcherSettings): RunningDispatcher {
  const worker = new CheckRunWorker(settings);
  return runDispatcher({
    ...settings,
    name: 'check-runs',
    category: checkRunAggregate.category,
    note: (agenda, event) => {
      noteRun(agenda, checkRunCodec.decode(event));
    },
    attempt: (stream, signal) => worker.advance(stream, signal),
  });
}
