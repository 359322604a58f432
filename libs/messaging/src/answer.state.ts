import { type Aggregate, type Recorded, streamName, uuidV5 } from '#event-sourcing';
import { answerCodec, type AnswerEvent } from './answer.events.js';
import type { CommandMessage } from './command-message.js';

/**
 * The answer to a command that came by message; undefined while it has none. The first one holds for ever: a command that
 * comes again is not carried out again and hears the same, whatever has happened since.
 */
export type AnswerState = Recorded<AnswerEvent> | undefined;

/** How the events of a command's stream add up. */
export const answerAggregate: Aggregate<AnswerState, AnswerEvent> = {
  category: 'command',
  codec: answerCodec,
  initialState: undefined,
  evolve: (state, event) => state ?? event,
};

/** The stream of a command: `command-acme.<command id>`. */
export const answerStream = (org: string, commandId: string): string => streamName('command', org, commandId);

/**
 * The id of a command within Casetrail: it follows from the organization, the producer and the message's own id, which
 * with CloudEvents is source and id together. Changing this makes commands that come again over an upgrade new ones.
 */
export const commandIdOf = (org: string, { producerId, source, id }: Pick<CommandMessage, 'producerId' | 'source' | 'id'>): string =>
  uuidV5(`command/${JSON.stringify([org, producerId, source, id])}`);
