import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

/** A message as any reader of committed messages gets it: by kafkajs alone, with no code of the service in between. */
export interface TopicMessage {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
}

/** Nothing more comes after so long without a message. */
const QUIET_MS = 4_000;
const GIVE_UP_AFTER_MS = 60_000;

/**
 * Everything that a topic holds for readers of committed messages, from its beginning.
 * @param url `kafka://<host>:<port>`.
 * @param expected how many there are at least; when they do not come, what came in a minute.
 */
export async function readTopic(url: string, topic: string, expected: number): Promise<readonly TopicMessage[]> {
  const kafka = new Kafka({ brokers: [new URL(url).host], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `onlooker-${randomUUID()}`, readUncommitted: false });
  const messages: TopicMessage[] = [];
  const begun = performance.now();
  let last = begun;
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message: { offset, key, headers } }) => {
        const header = (name: string): string => String(headers?.[name] ?? '');
        messages.push({ partition, offset: Number(offset), key: String(key), id: header('ce_id'), type: header('ce_type'), sequence: Number(header('ce_sequence')) });
        last = performance.now();
      },
    });
    while (performance.now() - begun < GIVE_UP_AFTER_MS && (messages.length < expected || performance.now() - last < QUIET_MS)) await delay(100);
  } finally {
    await consumer.disconnect();
  }
  return messages;
}
