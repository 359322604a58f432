import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import type { Message } from '../../broker.js';
import { RETRY } from './kafka-client.js';
import { partitionOf } from './partition-of.js';
import { portions, toRecord } from './records.js';
import { Renewable } from './renewable.js';
import type { Topics } from './topics.js';

/** A process that dies during a transaction hides what comes behind it for so long. */
const TRANSACTION_TIMEOUT_MS = 10_000;

/**
 * Publishes messages, all or none. What goes to one partition is one batch of an idempotent producer, which brokers store
 * whole or not at all; only what goes to several needs a transaction, one at a time.
 */
export class KafkaPublisher {
  private readonly producer: Renewable<Producer>;
  private transactions: Promise<unknown> = Promise.resolve();

  /** @param transactionalId nobody else's, in this process or another. */
  constructor(kafka: Kafka, private readonly topics: Topics, transactionalId: string) {
    this.producer = new Renewable(
      async () => {
        const producer = kafka.producer({
          idempotent: true,
          transactionalId,
          transactionTimeout: TRANSACTION_TIMEOUT_MS,
          maxInFlightRequests: 1,
          allowAutoTopicCreation: false,
          createPartitioner: Partitioners.DefaultPartitioner,
          retry: RETRY,
        });
        await producer.connect();
        return producer;
      },
      (producer) => producer.disconnect(),
    );
  }

  /** Durable on as many brokers as the topic's `min.insync.replicas` says, once it is answered. */
  async send(topic: string, messages: readonly Message[]): Promise<void> {
    const partitions = await this.topics.ensure(topic);
    if (messages.length === 0) return;
    const sends = portions(messages);
    const places = new Set(messages.map(({ key }) => partitionOf(key, partitions)));
    if (sends.length === 1 && places.size === 1) {
      await this.producer.use((producer) => producer.send({ topic, messages: messages.map(toRecord) }));
      return;
    }
    const sent = this.transactions.then(() => this.sendInTransaction(topic, sends));
    this.transactions = sent.catch(() => undefined);
    await sent;
  }

  private async sendInTransaction(topic: string, sends: readonly (readonly Message[])[]): Promise<void> {
    await this.producer.use(async (producer) => {
      const transaction = await producer.transaction();
      try {
        for (const portion of sends) await transaction.send({ topic, messages: portion.map(toRecord) });
      } catch (error) {
        await transaction.abort().catch(() => undefined);
        throw error;
      }
      await transaction.commit();
    });
  }

  async close(): Promise<void> {
    await this.producer.close();
  }
}
