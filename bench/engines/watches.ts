import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { ApiClient } from '../../test/support/api-client.js';
import { Sightings, type Watch } from './sightings.js';

/**
 * A consumer of committed messages alone, from a topic's first one on.
 *
 * @param nameOf says which message it is; undefined for one that nobody asks about.
 */
export async function watchTopic(kafka: Kafka, topic: string, nameOf: (message: KafkaMessage) => string | undefined): Promise<Watch> {
  const consumer = kafka.consumer({ groupId: `${topic}.bench`, readUncommitted: false, allowAutoTopicCreation: false });
  const sightings = new Sightings();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const name = nameOf(message);
      if (name !== undefined) sightings.note(name);
    },
  });
  return { sightings, end: () => consumer.disconnect() };
}

/** More cases than are made in the time by which a list reaches back. */
const PAGE = 100;
const REACH_BACK_MS = 1_000;
export const LOOK_EVERY_MS = 20;

/** A client that asks for the newest cases again and again, and leaves none out however late they come; cases go by their ids. */
export function watchList(api: ApiClient): Watch {
  const sightings = new Sightings();
  let since = new Date(0);
  let ended = false;
  const look = async (): Promise<void> => {
    while (!ended) {
      const { results } = await api.listCases(`ordering=created_at&created_after=${since.toISOString()}&page_size=${PAGE}`);
      for (const { id } of results) sightings.note(String(id));
      const newest = Date.parse(results.at(-1)?.created_at ?? '');
      if (newest > 0) since = new Date(newest - REACH_BACK_MS);
      await delay(LOOK_EVERY_MS);
    }
  };
  const looking = look();
  // Whoever waits for a case learns it by not seeing the case; whoever ends the watch by its error.
  looking.catch(() => undefined);
  return {
    sightings,
    async end() {
      ended = true;
      await looking;
    },
  };
}
