import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { z } from 'zod';

/** A member logged in with their password. */
export const sessionStarted = defineEvent(
  'session-started',
  z.object({
    session_id: z.guid(),
    member_id: z.int(),
    /** ISO 8601: when its cookie is no longer good. */
    expires_at: z.string(),
  }),
);

/** A member logged out. */
export const sessionEnded = defineEvent(
  'session-ended',
  z.object({
    session_id: z.guid(),
    member_id: z.int(),
    /** As when it was started: after that nobody needs to remember that it was ended. */
    expires_at: z.string(),
  }),
);

/** Every event of a session's stream. */
export const sessionCodec = eventCodec([sessionStarted, sessionEnded]);

/** An event of a session's stream. */
export type SessionEvent = EventOfCodec<typeof sessionCodec>;
