import type { Clock, EventStore, Logger, RecordedEvent, Timer } from '#event-sourcing';
import { LogFollower } from './log-follower.js';
import { sessionAggregate } from './session.state.js';

/** The sessions that somebody ended before their time, in memory. Follows the log of its own accord. */
export class EndedSessions {
  /** When each would have expired, in milliseconds since the Unix epoch; in the order in which they were ended. */
  readonly #ended = new Map<string, number>();
  readonly #follower: LogFollower;

  constructor(store: EventStore, logger: Logger, private readonly clock: Clock, timer?: Timer) {
    this.#follower = new LogFollower({
      name: 'ended-sessions',
      store,
      categories: [sessionAggregate.category],
      apply: (event) => {
        this.apply(event);
      },
      logger,
      ...(timer === undefined ? {} : { timer }),
    });
  }

  /** Resolves when it knows every session that had ended at this moment; while the store does not answer, that is waited for. */
  start(): Promise<void> {
    return this.#follower.start();
  }

  /** Follows the log no longer. */
  stop(): Promise<void> {
    return this.#follower.stop();
  }

  /** Knows everything that is in the log by now: what was just ended is over here at once, elsewhere within moments. */
  catchUp(): Promise<void> {
    return this.#follower.catchUp();
  }

  has(sessionId: string): boolean {
    return this.#ended.has(sessionId);
  }

  private apply(recorded: RecordedEvent): void {
    const event = sessionAggregate.codec.decode(recorded);
    if (event.type !== 'session-ended') return;
    const now = this.clock.now();
    for (const [id, expires] of this.#ended) if (expires <= now) this.#ended.delete(id);
    const expires = Date.parse(event.data.expires_at);
    if (expires > now) this.#ended.set(event.data.session_id, expires);
  }
}
