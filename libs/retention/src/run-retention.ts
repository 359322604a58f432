import { backoff, type Clock, type CommandRunner, type EventStore, isoTime, isOutage, type Logger, projectionStatus, type Timer } from '#event-sourcing';
import type { Query, ReadStore } from '#read-store';
import { carryOut } from './carry-out.js';
import type { Retained } from './retained.js';
import { RETENTION } from './retention.projection.js';

/** What retention works with. */
export interface RetentionSettings {
  readonly events: EventStore;
  readonly readModels: ReadStore;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  readonly timer: Timer;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly logger: Logger;
  /** Stops it, with what is under way finished. */
  readonly signal: AbortSignal;
}

/** Milliseconds from one look at what is due to the next. */
const EVERY = 1_000;
/** How many entries are read at a time, and how many of them are carried out at the same time. */
const PAGE = 200;
const AT_ONCE = 16;
/** Milliseconds for which an entry is left alone that was carried out or failed, and for which one that was refused is. */
const REST = 10_000;
const LONG_REST = 10 * 60_000;

/**
 * Deletes what is due, again and again. What is due when stands in a read model, so that nothing is forgotten over a restart;
 * whatever fails is tried again, and holds up nothing else. Run one of them: two would do everything twice, in vain.
 */
export async function runRetention(settings: RetentionSettings): Promise<void> {
  const { clock, timer, random, logger, signal } = settings;
  const round = new RetentionRound(settings);
  for (let failures = 0; !signal.aborted; ) {
    try {
      await round.run();
      failures = 0;
    } catch (error) {
      failures++;
      logger[isOutage(error) ? 'warn' : 'error']({ err: error, failures }, 'Could not look at what is due to be deleted; will be tried again.');
    }
    await timer.delay(failures === 0 ? EVERY : backoff(failures, random()), signal);
    round.forgetRested(clock.now());
  }
}

/** One look at everything that is due. */
class RetentionRound {
  /** Until when to leave which entries alone. One that is due at another time is another one. */
  private readonly resting = new Map<string, number>();

  constructor(private readonly settings: RetentionSettings) {}

  async run(): Promise<void> {
    const { readModels, clock, signal } = this.settings;
    const filter = [{ field: 'due_at', lte: isoTime(clock.now()) }];
    let cursor: Pick<Query, 'after'> = {};
    while (!this.settings.signal.aborted) {
      const found = await readModels.find(RETENTION, { filter, sort: { field: 'due_at', direction: 'asc' }, limit: PAGE, ...cursor });
      const page = found as unknown as readonly Retained[];
      const awake = page.filter((entry) => !this.resting.has(keyOf(entry)));
      const customersToo = awake.some(({ kind }) => kind === 'customer') && (await this.knowsAllCases());
      const due = customersToo ? awake : awake.filter(({ kind }) => kind !== 'customer');
      for (let from = 0; from < due.length && !signal.aborted; from += AT_ONCE) {
        await Promise.all(due.slice(from, from + AT_ONCE).map((entry) => this.carryOut(entry)));
      }
      const last = page.at(-1);
      if (page.length < PAGE || last?.due_at == null) return;
      cursor = { after: { value: last.due_at, id: last.id } };
    }
  }

  forgetRested(now: number): void {
    for (const [key, until] of this.resting) if (until <= now) this.resting.delete(key);
  }

  private async carryOut(entry: Retained): Promise<void> {
    const { readModels, runner, clock, logger } = this.settings;
    let rest = REST;
    try {
      // A case may have come while others were deleted; its read model has it by now.
      const current = entry.kind === 'customer' ? ((await readModels.findOne(RETENTION, idOf(entry))) as unknown as Retained | undefined) : entry;
      rest = current === undefined || (await carryOut(current, runner, clock.now())) ? REST : LONG_REST;
    } catch (error) {
      logger[isOutage(error) ? 'warn' : 'error']({ entry: idOf(entry), err: error }, 'Could not be deleted; will be tried again.');
    }
    this.resting.set(keyOf(entry), clock.now() + rest);
  }

  /**
   * Whether a customer has cases stands in no stream but in those of the cases: the read model says, once it has seen every case
   * that there is at this moment. Until it has, customers wait.
   */
  private async knowsAllCases(): Promise<boolean> {
    const { events, readModels } = this.settings;
    const [newest] = await events.readAll({ direction: 'backwards', filter: { categories: ['case'] }, limit: 1 });
    const seen = (await projectionStatus(readModels, RETENTION))?.active?.position;
    return newest === undefined || (seen !== undefined && seen >= newest.position);
  }
}

const idOf = ({ kind, org, id }: Retained): string => `${kind}.${org}.${id}`;

const keyOf = (entry: Retained): string => `${idOf(entry)}@${entry.due_at ?? ''}`;
