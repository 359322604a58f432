import type { Clock, EventStore, Logger, Recorded, Timer } from '#event-sourcing';
import { LogMemory } from './log-memory.js';
import type { SessionEvent } from './session.events.js';
import { sessionAggregate, type SessionState } from './session.state.js';

/** The sessions that somebody ended before their time, in memory. */
export class EndedSessions extends LogMemory<SessionState | undefined, SessionEvent> {
  /** When each would have expired, in milliseconds since the Unix epoch; in the order in which they were ended. */
  readonly #ended = new Map<string, number>();

  constructor(store: EventStore, logger: Logger, private readonly clock: Clock, timer?: Timer) {
    super({ name: 'ended-sessions', store, aggregate: sessionAggregate, logger, timer });
  }

  has(sessionId: string): boolean {
    return this.#ended.has(sessionId);
  }

  protected override apply(event: Recorded<SessionEvent>): void {
    if (event.type !== 'session-ended') return;
    const now = this.clock.now();
    for (const [id, expires] of this.#ended) if (expires <= now) this.#ended.delete(id);
    const expires = Date.parse(event.data.expires_at);
    if (expires > now) this.#ended.set(event.data.session_id, expires);
  }
}
