import { type Clock, monotonicClock } from './clock.js';
import { heldBy, type Lease, leaseRegister, parseLease, renewed, takenBy } from './lease-register.js';
import type { Logger } from './logger.js';
import type { ProjectionStore } from './projection-store.js';
import { systemTimer, type Timer } from './timer.js';

/** The time for which somebody holds a lease. */
export interface Term {
  /**
   * Higher than that of every term before: whatever is written under the lease carries it where it can, so that a
   * holder who does not know yet that the lease is another's is recognised by it.
   */
  readonly token: number;
  /** Aborted when the lease is lost, cannot be kept, or is not wanted any longer. */
  readonly signal: AbortSignal;
}

export interface LeaseSettings {
  /** What only one may do at a time. */
  readonly name: string;
  readonly store: Pick<ProjectionStore, 'getRegister' | 'moveRegister'>;
  /** Differs from that of every other process, now or ever. */
  readonly holder: string;
  /** Ends the waiting for the lease, and the term under way. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Measures how long ago something was; never set anew while the process runs. */
  readonly clock?: Clock;
  readonly timer?: Timer;
  /** Told when a term begins and when it ends. */
  onChange?(held: boolean): void;
}

/** Milliseconds. */
const RENEW_EVERY = 1_000;
/** A holder who could not renew for so long stops, before anybody else may begin. */
const GIVE_UP_AFTER = 3_000;
/** A lease that nobody renewed for so long is free. */
const EXPIRES_AFTER = 4_000;
const LOOK_EVERY = 500;

/**
 * Does some work in one process at a time: waits for the lease, works until it is lost, and waits again, until the
 * signal is aborted and the work has ended. When the holder dies, another has the lease within `EXPIRES_AFTER` and a
 * look; when the holder ends in order, within a look.
 *
 * No clocks are compared between machines: a lease has expired when its register was not rewritten for so long by the
 * clock of whoever watches it. A lease alone makes nothing safe, because a process may stop for any length of time between
 * two instructions: it keeps processes from getting in each other's way. What makes it safe is that every effect is
 * guarded where it takes place: checkpoints by compare-and-set and the term's token, the relay by its broker, streams by
 * their revision.
 *
 * @param work ends when its signal is aborted; one that ends by itself, or fails, is begun again in a later term.
 */
export async function holdLease(settings: LeaseSettings, work: (term: Term) => Promise<void>): Promise<void> {
  const { name, signal, logger, timer = systemTimer } = settings;
  const keeper = new LeaseKeeper(settings);
  while (!signal.aborted) {
    const token = await keeper.acquire();
    if (token === undefined) return;
    logger.info({ lease: name, term: token }, 'lease taken');
    settings.onChange?.(true);
    const term = new AbortController();
    const workSignal = AbortSignal.any([signal, term.signal]);
    const kept = keeper.keep(term);
    try {
      await work({ token, signal: workSignal });
    } catch (error) {
      logger.error({ lease: name, term: token, err: error }, 'work under a lease failed, will be begun again');
    }
    const lost = term.signal.aborted;
    term.abort();
    await kept;
    settings.onChange?.(false);
    logger.info({ lease: name, term: token, lost }, 'lease given up');
    if (!lost) await keeper.release();
    await timer.delay(LOOK_EVERY, signal);
  }
}

/** Takes, renews and gives back the register of one lease. */
class LeaseKeeper {
  private readonly key: string;
  private readonly clock: Clock;
  private readonly timer: Timer;
  private held: Lease | undefined;
  private renewedAt = 0;

  constructor(private readonly settings: LeaseSettings) {
    this.key = leaseRegister(settings.name);
    this.clock = settings.clock ?? monotonicClock;
    this.timer = settings.timer ?? systemTimer;
  }

  /** The token of the new term; undefined when the signal came first. */
  async acquire(): Promise<number | undefined> {
    const { signal, store, holder, name, logger } = this.settings;
    let seen: string | undefined;
    let seenSince = this.clock.now();
    let reachable = true;
    while (!signal.aborted) {
      try {
        const now = this.clock.now();
        const text = await store.getRegister(this.key);
        if (text !== seen) [seen, seenSince] = [text, now];
        const lease = parseLease(text);
        // Its own is left when the store was away: what it did in that term has ended before it asks again.
        if (lease.holder === undefined || lease.holder === holder || now - seenSince >= EXPIRES_AFTER) {
          const next = takenBy(holder, lease);
          if (await store.moveRegister(this.key, text, JSON.stringify(next))) {
            [this.held, this.renewedAt] = [next, now];
            return next.token;
          }
        }
        reachable = true;
      } catch (error) {
        if (reachable) logger.warn({ lease: name, err: error }, 'lease could not be asked for, will be tried again');
        reachable = false;
      }
      await this.timer.delay(LOOK_EVERY, signal);
    }
    return undefined;
  }

  /** Renews the lease until the term ends, and ends it when that does not work any more. */
  async keep(term: AbortController): Promise<void> {
    await Promise.all([this.renewUntilOver(term), this.watch(term)]);
  }

  /** Lets others have it at once; what fails here only makes them wait until it expires. */
  async release(): Promise<void> {
    const { store, name, logger } = this.settings;
    if (this.held === undefined) return;
    const { holder: _, ...free } = this.held;
    try {
      await store.moveRegister(this.key, JSON.stringify(this.held), JSON.stringify(free));
    } catch (error) {
      logger.warn({ lease: name, err: error }, 'lease could not be given back');
    }
  }

  private async renewUntilOver(term: AbortController): Promise<void> {
    const { name, logger } = this.settings;
    for (;;) {
      await this.timer.delay(RENEW_EVERY, term.signal);
      if (term.signal.aborted) return;
      try {
        if (await this.renew()) continue;
        logger.warn({ lease: name }, 'lease is another process’s');
        term.abort();
      } catch (error) {
        logger.warn({ lease: name, err: error }, 'lease could not be renewed, will be tried again');
      }
    }
  }

  private async renew(): Promise<boolean> {
    const { store } = this.settings;
    const held = this.held;
    if (held === undefined) return false;
    const now = this.clock.now();
    const next = renewed(held);
    if (await store.moveRegister(this.key, JSON.stringify(held), JSON.stringify(next))) this.held = next;
    else if (!(await this.adopt(held))) return false;
    this.renewedAt = now;
    return true;
  }

  /** An earlier renewal, whose answer was lost, may have taken effect: then the register is of the same term. */
  private async adopt(held: Lease): Promise<boolean> {
    const found = parseLease(await this.settings.store.getRegister(this.key));
    if (!heldBy(found, held)) return false;
    this.held = found;
    return true;
  }

  /** Ends the term in time, even while a renewal hangs. */
  private async watch(term: AbortController): Promise<void> {
    const { name, logger } = this.settings;
    while (!term.signal.aborted) {
      const left = this.renewedAt + GIVE_UP_AFTER - this.clock.now();
      if (left <= 0) {
        logger.warn({ lease: name }, 'lease could not be kept');
        term.abort();
      }
      await this.timer.delay(left, term.signal);
    }
  }
}
