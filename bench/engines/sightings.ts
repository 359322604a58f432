import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';

const AT_MOST_MS = 30_000;

/** When a reader of committed messages first had each, by a name of it. */
export class Sightings {
  private readonly seen = new Map<string, PromiseWithResolvers<number>>();

  private constructor(private readonly consumer: Consumer) {}

  /**
   * Begins to read a topic, which must be there, from its first message.
   *
   * @param nameOf says which message it is; undefined for one that nobody asks about.
   */
  static async of(kafka: Kafka, topic: string, nameOf: (message: KafkaMessage) => string | undefined): Promise<Sightings> {
    const consumer = kafka.consumer({ groupId: `${topic}.bench`, readUncommitted: false, allowAutoTopicCreation: false });
    const sightings = new Sightings(consumer);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const name = nameOf(message);
        if (name !== undefined) sightings.entry(name).resolve(performance.now());
      },
    });
    return sightings;
  }

  /**
   * The moment at which it was seen, or will be.
   * @throws Error when that takes too long.
   */
  async momentOf(name: string): Promise<number> {
    const { promise, reject } = this.entry(name);
    const timeout = setTimeout(() => {
      reject(new Error(`${name} was not seen within ${AT_MOST_MS / 1_000} s.`));
    }, AT_MOST_MS);
    try {
      return await promise;
    } finally {
      clearTimeout(timeout);
    }
  }

  async end(): Promise<void> {
    await this.consumer.disconnect();
  }

  private entry(name: string): PromiseWithResolvers<number> {
    let entry = this.seen.get(name);
    if (!entry) this.seen.set(name, (entry = Promise.withResolvers<number>()));
    return entry;
  }
}
