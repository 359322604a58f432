import type { SessionEvent } from '../session.events.js';
import type { SessionState } from '../session.state.js';

/** Ends a session, once. */
export function decideEndSession(sessionId: string, state: SessionState | undefined): readonly SessionEvent[] {
  if (!state || state.ended) return [];
  return [{ type: 'session-ended', data: { session_id: sessionId, member_id: state.member_id, expires_at: state.expires_at } }];
}
