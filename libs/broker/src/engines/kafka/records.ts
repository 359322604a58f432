import type { IHeaders, KafkaMessage, Message as KafkaRecord } from 'kafkajs';
import type { Message, ReceivedMessage } from '../../broker.js';

/** A message as kafkajs sends it. An empty key is a key like any other. */
export const toRecord = ({ key, headers, value }: Message): KafkaRecord => ({ key, headers: { ...headers }, value });

/**
 * A record as consumers get it. Where other services have written, key or value may be missing and count as empty, a
 * header may come more than once, of which the last counts, and with any letters.
 */
export const fromRecord = (topic: string, { key, value, offset, headers }: Pick<KafkaMessage, 'key' | 'value' | 'offset' | 'headers'>): ReceivedMessage => ({
  topic,
  offset,
  key: text(key),
  headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, header]) => [name.toLowerCase(), headerText(header)])),
  value: text(value),
});

const text = (bytes: Buffer | string | null | undefined): string => bytes?.toString() ?? '';

const headerText = (header: IHeaders[string]): string => text(Array.isArray(header) ? header.at(-1) : header);

/** Brokers allow one partition's part of a request 1,048,588 bytes by default; what is not counted below fits in between. */
const SEND_BYTES = 900_000;

/** What Kafka adds to a record, at most. */
const RECORD_OVERHEAD = 40;

/** Cuts messages, in their order, into portions that one request may carry. A message that alone is larger is a portion of its own. */
export function portions(messages: readonly Message[], limit = SEND_BYTES): readonly (readonly Message[])[] {
  const cut: Message[][] = [];
  let size = Infinity;
  for (const message of messages) {
    const bytes = sizeOf(message);
    if (size + bytes > limit) {
      cut.push([]);
      size = 0;
    }
    cut.at(-1)?.push(message);
    size += bytes;
  }
  return cut;
}

function sizeOf({ key, headers, value }: Message): number {
  let bytes = RECORD_OVERHEAD + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const [name, header] of Object.entries(headers)) bytes += Buffer.byteLength(name) + Buffer.byteLength(header) + 4;
  return bytes;
}
