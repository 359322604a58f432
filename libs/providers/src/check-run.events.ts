import { decideCheckInput } from '#cases';
import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { z } from 'zod';

/** Whose check it is about; the first is the subject of what is personal. */
const ofCheck = { customer_id: z.int(), check_id: z.int() };
const subject = { subject: 'customer_id' };
const count = z.int().nonnegative();
const time = z.iso.datetime();
/** Stable and machine-readable: `timeout`, `http_503`, `invalid_answer`, … */
const reason = z.string().regex(/^[a-z0-9_]+$/);
const httpStatus = z.int().min(100).max(999);
/** Whatever the provider answered, whole. */
const answer = z.json().meta({ personal: true });

/** A provider is to carry out a check. */
export const checkRunRequested = defineEvent(
  'check-run-requested',
  z.object({
    ...ofCheck,
    case_id: z.int(),
    check_type: z.string().nullable(),
    /** The name of the provider. */
    provider: z.string(),
    kind: z.string(),
    /** Where the provider is, without the parts of its URL that may be secret; attempts at one host take turns. */
    host: z.string(),
  }),
  subject,
);

/** An attempt failed, and there will be another. */
export const checkRunAttemptFailed = defineEvent(
  'check-run-attempt-failed',
  z.object({ attempt: count, reason, status: httpStatus.optional(), next_attempt_at: time }),
);

/** The provider has taken the request and will answer later. */
export const checkRunAccepted = defineEvent('check-run-accepted', z.object({ attempt: count, answer_until: time }));

/** The provider has answered; `answer` is what it said, `decision` what that means for the check. */
export const checkRunAnswered = defineEvent(
  'check-run-answered',
  z.object({ ...ofCheck, attempt: count, answer, decision: z.object(decideCheckInput.shape).meta({ personal: true }) }),
  subject,
);

/** There will be no answer: it was tried often enough, it can never succeed, or it took too long. */
export const checkRunAbandoned = defineEvent('check-run-abandoned', z.object({ attempts: count, reason, status: httpStatus.optional() }));

/**
 * What became of it: the check was decided, it failed, or nothing was done, because the check did not wait for this answer
 * any more.
 */
export const checkRunClosed = defineEvent('check-run-closed', z.object({ effect: z.enum(['decided', 'failed', 'none']) }));

/** Every event of the stream of a run of a check. */
export const checkRunCodec = eventCodec([
  checkRunRequested,
  checkRunAttemptFailed,
  checkRunAccepted,
  checkRunAnswered,
  checkRunAbandoned,
  checkRunClosed,
]);

/** An event of the stream of a run of a check. */
export type CheckRunEvent = EventOfCodec<typeof checkRunCodec>;
