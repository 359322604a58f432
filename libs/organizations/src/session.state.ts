import { type Aggregate, type Recorded, streamName } from '#event-sourcing';
import { sessionCodec, type SessionEvent } from './session.events.js';

/** A session, as its events tell it. */
export interface SessionState {
  readonly member_id: number;
  readonly expires_at: string;
  readonly ended: boolean;
}

/** The state after one more event; undefined stands for a session that never was. */
export function evolveSession(state: SessionState | undefined, event: Recorded<SessionEvent>): SessionState | undefined {
  switch (event.type) {
    case 'session-started':
      return { member_id: event.data.member_id, expires_at: event.data.expires_at, ended: false };
    case 'session-ended':
      return state && { ...state, ended: true };
  }
}

/** How a session's events add up. */
export const sessionAggregate: Aggregate<SessionState | undefined, SessionEvent> = {
  category: 'session',
  codec: sessionCodec,
  initialState: undefined,
  evolve: evolveSession,
};

/** The stream of a session: `session-acme.<uuid>`. */
export const sessionStream = (org: string, id: string): string => streamName('session', org, id);
