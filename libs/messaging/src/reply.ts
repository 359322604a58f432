import { type Message, toMessage } from '#broker';
import { type DomainError, type JsonObject, parseStreamName, type Recorded, uuidV5 } from '#event-sourcing';
import { problemBody, type problemSchema, toFailure } from '#http';
import type { z } from 'zod';
import type { AnswerEvent } from './answer.events.js';
import type { CommandMessage } from './command-message.js';
import { commandFailedMessage, commandSucceededMessage } from './reply.messages.js';

/** A refusal as HTTP would tell it (RFC 9457). */
export const problemOf = (error: DomainError, correlationId: string): z.output<typeof problemSchema> =>
  problemBody(toFailure(error), correlationId) as z.output<typeof problemSchema>;

/** What replies have in common. */
interface Reply {
  /** The reply's id follows from this. */
  readonly about: string;
  readonly org: string;
  readonly producerId: string;
  readonly command: { readonly id: string; readonly type: string };
  readonly time: string;
  readonly correlationId: string;
}

/** The reply to a command that was answered: the same, byte for byte, each time. */
export function replyTo(answer: Recorded<AnswerEvent>): Message {
  const { org, id = '' } = parseStreamName(answer.stream);
  const { producer_id: producerId, message_id, message_type, ...said } = answer.data;
  return replyMessage(
    {
      about: id,
      org,
      producerId,
      command: { id: message_id, type: message_type },
      time: answer.metadata.occurred_at,
      correlationId: answer.metadata.$correlationId,
    },
    answer.type === 'command-succeeded' ? commandSucceededMessage.type : commandFailedMessage.type,
    said,
  );
}

/**
 * The reply to a message that is refused for what it is, whatever the state of things: nothing is kept of it, since the
 * same message gets the same reply again. Its time is the message's own.
 *
 * @param about what the reply's id follows from.
 */
export const refusal = (about: string, org: string, command: CommandMessage, error: DomainError): Message =>
  replyMessage(
    { about, org, producerId: command.producerId, command, time: command.time, correlationId: command.correlationId },
    commandFailedMessage.type,
    { problem: problemOf(error, command.correlationId) },
  );

/** An event like the others that leave the service, with the producer that it is for. Changing this changes what producers read. */
function replyMessage({ about, org, producerId, command, time, correlationId }: Reply, type: string, said: object): Message {
  const { headers, ...message } = toMessage({
    id: uuidV5(`reply/${about}`),
    type,
    org,
    subject: command.id,
    time,
    sequence: 0,
    correlationId,
    data: { command_id: command.id, command_type: command.type, ...(said as JsonObject) },
  });
  return { ...message, headers: { ...headers, ce_producer: producerId } };
}
