import type { Clock } from '#event-sourcing';
import { RequestError } from '#http';

/** Wrong passwords in a row that have no consequence. */
const FREE = 5;
/** Milliseconds to wait after one more; twice as long after each that follows. */
const FIRST_PAUSE = 1_000;
/** Milliseconds to wait at most. Short enough that locking somebody out this way is work without end. */
const LONGEST_PAUSE = 5 * 60_000;
/** Milliseconds after which what happened is forgotten. */
const MEMORY = 24 * 60 * 60_000;
/** Accounts that are kept in mind: some megabytes. The one that was quiet for longest is forgotten first. */
const CAPACITY = 10_000;

interface Attempts {
  readonly count: number;
  readonly last: number;
  /** No attempt is looked at before this moment. */
  readonly until: number;
}

/**
 * Slows down whoever guesses passwords of one account, whether there is such an account or not. Counts in this process alone:
 * with several, each allows as much.
 */
export class LoginThrottle {
  /** In the order of their last attempt. */
  readonly #attempts = new Map<string, Attempts>();

  constructor(private readonly clock: Clock) {}

  /**
   * Refuses an attempt while an account is in a pause, and counts none: for what is to be done before one.
   * @throws RequestError 429, with the seconds to wait.
   */
  admit(account: string): void {
    const { until = 0 } = this.#attempts.get(account) ?? {};
    const wait = until - this.clock.now();
    if (wait <= 0) return;
    const seconds = String(Math.ceil(wait / 1000));
    throw new RequestError(429, 'too_many_attempts', 'Too many attempts to log in. Please try again later.', { 'Retry-After': seconds });
  }

  /**
   * Counts an attempt as a failure until it is known better, so that many at once count as many.
   * @throws RequestError 429 while the account is in a pause, with the seconds to wait.
   */
  begin(account: string): void {
    this.admit(account);
    const now = this.clock.now();
    const before = this.#attempts.get(account);
    const count = (before && now - before.last < MEMORY ? before.count : 0) + 1;
    const pause = count < FREE ? 0 : Math.min(FIRST_PAUSE * 2 ** (count - FREE), LONGEST_PAUSE);
    this.#attempts.delete(account);
    this.#attempts.set(account, { count, last: now, until: now + pause });
    const [quietest] = this.#attempts.keys();
    if (this.#attempts.size > CAPACITY && quietest !== undefined) this.#attempts.delete(quietest);
  }

  /** The password was right: what came before is forgiven. */
  succeeded(account: string): void {
    this.#attempts.delete(account);
  }
}
