import { CommandRunner, type EventFilter, type RecordedEvent, runSubscription } from '#event-sourcing';
import type { BackgroundPart } from './background-part.js';
import { registerCheckpoint } from './register-checkpoint.js';

export interface ProcessManager {
  /** Its lease and its checkpoint are kept under this name: with another one it begins at the log's beginning. */
  readonly name: string;
  /** The events that it reacts to. */
  readonly filter: EventFilter;
  /**
   * Does what is to be done because of an event. An event may come again, after a crash or with a restored read store, so
   * this recognises what it has done before; when it rejects it is asked again, with growing pauses, and no later event
   * comes before this one is done.
   */
  readonly react: (event: RecordedEvent, runner: CommandRunner) => Promise<void>;
}

/** Follows the log and reacts to it, one event at a time and in one process at a time. */
export const processManager =
  ({ name, filter, react }: ProcessManager): BackgroundPart =>
  async ({ platform: { logger }, stores: { eventStore, readStore }, oneAtATime }) => {
    const runner = new CommandRunner(eventStore);
    await oneAtATime(name, async ({ signal }) => {
      await runSubscription({
        name,
        store: eventStore,
        filter,
        checkpoint: registerCheckpoint(readStore, name),
        handle: async ({ events }) => {
          for (const event of events) await react(event, runner);
        },
        signal,
        logger,
      }).ended;
    });
  };
