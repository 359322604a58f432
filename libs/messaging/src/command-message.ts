import { type Message, UnprocessableMessageError } from '#broker';
import { z } from 'zod';

/** As everywhere in HTTP's headers: so what is signed line by line can be taken apart in one way only. */
const visible = (longest: number): z.ZodString => z.string().regex(new RegExp(`^[\\x21-\\x7e]{1,${longest}}$`));

/** The headers of a command: CloudEvents 1.0, Kafka binding, binary mode, with the extensions `producer` and `signature`. */
export const commandHeaders = z.object({
  ce_specversion: z.literal('1.0'),
  ce_id: visible(255).meta({ description: 'Differs from that of every other command of the source. The same id again is the same command.' }),
  ce_source: visible(255).meta({ description: 'What in your system the command comes from, as a URI reference.' }),
  ce_type: visible(255).meta({ description: 'What is to be done.' }),
  ce_time: z.iso.datetime({ offset: true }).meta({ description: 'When the command was given and signed, in ISO 8601.' }),
  ce_producer: z.guid().meta({ description: 'The producer, as it was registered: who gives the command, and for which organization.' }),
  ce_signature: z.string().min(1).meta({ description: '`v1,` and a signature in base64 that was made with the secret of the producer.' }),
  ce_correlationid: visible(128)
    .meta({ description: 'What it all began with, as you know it: comes back in the reply and in every event. Default: `ce_id`.' })
    .optional(),
});

/** A command as it came, before it is known whether the one that gave it may. */
export interface CommandMessage {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** ISO 8601, as it was sent. */
  readonly time: string;
  readonly producerId: string;
  readonly signature: string;
  readonly correlationId: string;
  /** The text that was signed. */
  readonly body: string;
}

/**
 * The command that a message carries.
 * @throws UnprocessableMessageError naming the header that is missing or wrong.
 */
export function commandMessage({ headers, value }: Message): CommandMessage {
  const result = commandHeaders.safeParse(headers);
  if (!result.success) {
    throw new UnprocessableMessageError(`The message has no proper "${String(result.error.issues[0]?.path[0])}".`);
  }
  const { data } = result;
  return {
    id: data.ce_id,
    source: data.ce_source,
    type: data.ce_type,
    time: data.ce_time,
    producerId: data.ce_producer.toLowerCase(),
    signature: data.ce_signature,
    correlationId: data.ce_correlationid ?? data.ce_id,
    body: value,
  };
}
