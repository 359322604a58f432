import {
  backoff,
  type Clock,
  type EventStore,
  type Logger,
  type Position,
  type RecordedEvent,
  runSubscription,
  type RunningSubscription,
  type Timer,
} from '#event-sourcing';
import { Agenda, type AgendaItem } from './agenda.js';
import type { Backlog } from './backlog.js';
import { HostLanes, type LaneLimits } from './host-lanes.js';

/** What is to be done next for a piece of work: something at a time, in milliseconds since the Unix epoch, or nothing. */
export type NextAttempt = number | undefined;

export interface DispatcherSettings {
  /** For logs. */
  readonly name: string;
  readonly store: EventStore;
  /** The category of the work's streams. */
  readonly category: string;
  /** Brings the agenda up to date with an event of the category. */
  readonly note: (agenda: Agenda, event: RecordedEvent) => void;
  /**
   * Does what is due for a stream, if anything is, and puts it on record. The stream is the truth: whatever reminded of it
   * may be old. What it throws is tried again, with growing pauses.
   *
   * @param signal ends it without a record.
   */
  readonly attempt: (stream: string, signal: AbortSignal) => Promise<NextAttempt>;
  /** What was not finished when the process started. */
  readonly backlog: Backlog;
  /** How many attempts are under way at the same time; default 64, of which 8 to one host. */
  readonly limits?: LaneLimits;
  /** Stops it: attempts under way are finished, but for no longer than `graceMs`; nothing more is begun. */
  readonly signal: AbortSignal;
  /** Default 10,000 ms. */
  readonly graceMs?: number;
  readonly timer: Timer;
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly logger: Logger;
}

/** A dispatcher under way. */
export interface RunningDispatcher {
  /** How it fares with following the log. */
  readonly subscription: RunningSubscription;
  /** How much work is not finished. */
  readonly pending: number;
  /** How many attempts are under way. */
  readonly inFlight: number;
  /** Resolves when it has stopped; never rejects. */
  readonly ended: Promise<void>;
}

/** The longest sleep: the machine's clock may be set anew meanwhile. */
const LONGEST_SLEEP_MS = 60_000;

/**
 * Does work when it is due. It learns of it from the events of its streams, and after a start from the backlog, whose
 * position is taken before the backlog is read: what the backlog does not show yet comes as an event. Run one of them
 * for each kind of work: two would make the same attempts.
 */
export function runDispatcher(settings: DispatcherSettings): RunningDispatcher {
  const { store, backlog, signal, timer, logger, clock, random } = settings;
  const agenda = new Agenda();
  const lanes = new HostLanes(settings.limits ?? { total: 64, perHost: 8 });
  const cutOff = new AbortController();
  const failures = new Map<string, number>();
  let alarm = new AbortController();

  const startDue = (): void => {
    for (const item of agenda.takeDue(clock.now())) lanes.run(item.host, () => attemptOne(item));
  };

  const attemptOne = async (item: AgendaItem): Promise<void> => {
    try {
      agenda.giveBack(item, await settings.attempt(item.stream, cutOff.signal));
      failures.delete(item.stream);
    } catch (error) {
      if (cutOff.signal.aborted) return;
      const row = (failures.get(item.stream) ?? 0) + 1;
      failures.set(item.stream, row);
      logger.warn({ dispatcher: settings.name, stream: item.stream, failures: row, err: error }, 'attempt could not be made or recorded, will be made again');
      agenda.giveBack(item, clock.now() + backoff(row, random()));
    }
    alarm.abort();
  };

  let position: Position | undefined;
  let caughtUp = false;
  const subscription = runSubscription({
    name: `dispatcher ${settings.name}`,
    store,
    filter: { categories: [settings.category] },
    checkpoint: {
      async load() {
        if (caughtUp) return position;
        const before = await backlog.position();
        for await (const item of backlog.pending()) agenda.note(item);
        caughtUp = true;
        return (position = before);
      },
      async store(handled) {
        position = handled;
      },
    },
    async handle({ events }) {
      for (const event of events) settings.note(agenda, event);
      startDue();
      alarm.abort();
    },
    signal,
    logger,
    timer,
    clock,
    random,
  });

  const keepTime = async (): Promise<void> => {
    signal.addEventListener('abort', () => {
      alarm.abort();
    });
    while (!signal.aborted) {
      startDue();
      alarm = new AbortController();
      const sleep = (agenda.nextAt ?? Infinity) - clock.now();
      await timer.delay(Math.min(Math.max(sleep, 0), LONGEST_SLEEP_MS), alarm.signal);
    }
  };

  const run = async (): Promise<void> => {
    await Promise.all([keepTime(), subscription.ended]);
    const stopped = lanes.stop();
    const finished = new AbortController();
    void stopped.then(() => {
      finished.abort();
    });
    await timer.delay(settings.graceMs ?? 10_000, finished.signal);
    cutOff.abort();
    await stopped;
  };

  const ended = run();
  return {
    subscription,
    get pending() {
      return agenda.size;
    },
    get inFlight() {
      return lanes.inFlight;
    },
    ended,
  };
}
