import { isoTime } from '#event-sourcing';
import { z } from 'zod';
import { typedPassword } from '../member.input.js';
import type { MemberState } from '../member.state.js';
import type { SessionEvent } from '../session.events.js';
import type { SessionState } from '../session.state.js';

/** Milliseconds that a session lasts: a long day's work. */
export const SESSION_LIFE = 12 * 60 * 60_000;

/** The body of `POST /api/session/`. */
export const startSessionInput = z
  .object({
    email: z.string().max(254),
    password: typedPassword,
    organization: z.string().max(40).optional().meta({ description: 'Its slug; only needed by members of several organizations.' }),
  })
  .meta({ id: 'StartSession', example: { email: 'ada@example.com', password: 'correct horse battery' } });

/** The body of `POST /api/session/`, checked. */
export type StartSessionInput = z.output<typeof startSessionInput>;

/** The command: for whom, under which id and from when. */
export interface StartSessionDecision {
  readonly sessionId: string;
  readonly member: Pick<MemberState, 'id'>;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** Starts a session under an id that was never used. */
export function decideStartSession({ sessionId, member, now }: StartSessionDecision, state: SessionState | undefined): readonly SessionEvent[] {
  if (state) return [];
  const expires_at = isoTime(now + SESSION_LIFE);
  return [{ type: 'session-started', data: { session_id: sessionId, member_id: member.id, expires_at } }];
}

/**
 * Who wants to log in, of those with the address and a password: the member of the organization that was named, or the only one.
 * Members of several organizations who name none are nobody, so that the answer does not tell of them.
 */
export function whoLogsIn(withEmail: readonly MemberState[], organization: string | undefined): MemberState | undefined {
  const able = withEmail.filter(({ org, password }) => password !== null && (organization === undefined || org === organization));
  return able.length === 1 ? able[0] : undefined;
}
