import { commandHeaders } from '#messaging';
import { z } from 'zod';

const contentType = z.literal('application/json');

/** The headers of an event that leaves the service: CloudEvents 1.0, Kafka binding, binary mode. */
export const eventHeaders = z
  .object({
    ce_specversion: z.literal('1.0'),
    ce_id: z.uuid().meta({ description: 'Recognises an event that comes again: consumers get each at least once.' }),
    ce_source: z.string().meta({ description: '`/casetrail/` and the organization.' }),
    ce_type: z.string(),
    ce_subject: z.string().meta({ description: 'What it is about: the id of a case, or `customer.` and the id of a customer.' }),
    ce_time: z.iso.datetime().meta({ description: 'When it happened.' }),
    ce_sequence: z
      .string()
      .regex(/^\d{16}$/)
      .meta({ description: 'The revision of the case or the customer: of two events of one subject the later one has the higher.' }),
    ce_correlationid: z.string().meta({ description: 'What it all began with: the X-Request-Id of a request, the `ce_correlationid` of a command.' }),
    ce_org: z.string().meta({ description: 'The organization.' }),
    'content-type': contentType,
  })
  .meta({ id: 'EventHeaders' });

/** The headers of a reply: those of an event, and who it is for. */
export const replyHeaders = eventHeaders
  .extend({
    ce_id: z.uuid().meta({ description: 'Follows from the command: a command that comes again gets the same reply.' }),
    ce_subject: z.string().meta({ description: 'The `ce_id` of the command.' }),
    ce_time: z.iso.datetime({ offset: true }).meta({ description: 'When the command was answered first; of one that was refused unseen, its own.' }),
    ce_producer: z.guid().meta({ description: 'The producer that gave the command.' }),
  })
  .meta({ id: 'ReplyHeaders' });

/** The headers of a command, with the type of its body. */
export const signedCommandHeaders = commandHeaders.extend({ 'content-type': contentType.optional() }).meta({ id: 'CommandHeaders' });
