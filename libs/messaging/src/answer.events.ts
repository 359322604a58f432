import { problemSchema } from '#http';
import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { z } from 'zod';

/** The message that the command came in. */
const origin = { producer_id: z.guid(), message_id: z.string(), message_type: z.string() };

/** A command that came by message was carried out; the result holds ids, statuses and outcomes. */
export const commandSucceeded = defineEvent('command-succeeded', z.object({ ...origin, result: z.record(z.string(), z.json()) }));

/** A command that came by message was refused by a rule, and changed nothing. */
export const commandFailed = defineEvent('command-failed', z.object({ ...origin, problem: problemSchema }));

/** Every event of a command's stream. */
export const answerCodec = eventCodec([commandSucceeded, commandFailed]);

/** The answer to a command. */
export type AnswerEvent = EventOfCodec<typeof answerCodec>;
