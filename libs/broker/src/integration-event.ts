import type { JsonObject } from '#event-sourcing';
import { type Message, UnprocessableMessageError } from './broker.js';

/** The type of the message that says what a case has come to; its sequence is the case's revision. */
export const CASE_COMPLETED = 'casetrail.case.completed.v1';

/** An event as other services get it: a contract of its own, whatever the domain's events look like. */
export interface IntegrationEvent {
  /** The id of the domain event behind it: the same event has the same id, however often it is published. */
  readonly id: string;
  /** A name that is never used for another shape, e.g. `casetrail.case.completed.v1`. */
  readonly type: string;
  readonly org: string;
  /** What it is about within the organization, e.g. the case's id. */
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The revision of the domain event in its stream: of two events of one subject the later one has the higher. */
  readonly sequence: number;
  /** That of the domain event: what one request has led to, here and in other services. */
  readonly correlationId: string;
  readonly data: JsonObject;
}

/** The message is not an event of ours: a header is missing or wrong. */
export class MalformedMessageError extends UnprocessableMessageError {
  override readonly name = 'MalformedMessageError';
  constructor(header: string) {
    super(`The message has no proper "${header}".`);
  }
}

/** As many digits as the largest safe integer has: with them the order of the strings is that of the numbers. */
const SEQUENCE_DIGITS = 16;

/**
 * The event as a message: CloudEvents 1.0, Kafka protocol binding, binary content mode, with the extensions
 * `sequence` and `correlationid` and one of our own, `org`. Changing this changes what other services read.
 */
export const toMessage = (event: IntegrationEvent): Message => ({
  key: `${event.org}.${event.subject}`,
  headers: {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: `/casetrail/${event.org}`,
    ce_type: event.type,
    ce_subject: event.subject,
    ce_time: event.time,
    ce_sequence: String(event.sequence).padStart(SEQUENCE_DIGITS, '0'),
    ce_correlationid: event.correlationId,
    ce_org: event.org,
    'content-type': 'application/json',
  },
  value: JSON.stringify(event.data),
});

/**
 * The event that a message carries.
 * @throws MalformedMessageError
 */
export function fromMessage(message: Message): IntegrationEvent {
  const header = (name: string): string => {
    const value = message.headers[name];
    if (value === undefined || value === '') throw new MalformedMessageError(name);
    return value;
  };
  if (header('ce_specversion') !== '1.0') throw new MalformedMessageError('ce_specversion');
  const sequence = Number(header('ce_sequence'));
  if (!Number.isSafeInteger(sequence)) throw new MalformedMessageError('ce_sequence');
  return {
    id: header('ce_id'),
    type: header('ce_type'),
    org: header('ce_org'),
    subject: header('ce_subject'),
    time: header('ce_time'),
    sequence,
    correlationId: header('ce_correlationid'),
    data: parseObject(message.value),
  };
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Says the same as a value that is no object.
  }
  throw new MalformedMessageError('value');
}
