import { type Kafka, Partitioners, type Producer, type Transaction } from 'kafkajs';
import type { Position } from '#event-sourcing';
import { type Message, type Relay, RelayFencedError, type RelayStep } from '../../broker.js';
import { RETRY } from './kafka-client.js';
import { isFenced } from './kafka-errors.js';
import { portions, toRecord } from './records.js';
import type { FoundCheckpoint, RelayCheckpoint } from './relay-checkpoint.js';
import type { Topics } from './topics.js';

/** A transaction that takes longer is undone by the coordinator. For so long at most a relay that died hides what comes behind it. */
const TRANSACTION_TIMEOUT_MS = 30_000;

/** What a relay is made of. */
export interface KafkaRelayParts {
  readonly kafka: Kafka;
  readonly topics: Topics;
  readonly checkpoint: RelayCheckpoint;
  readonly prefix: string;
  readonly name: string;
}

/** A relay at work: its producer is the last one that has begun under its transactional id. */
interface Taken {
  readonly producer: Producer;
  checkpoint: Position | undefined;
}

/**
 * A relay whose messages and checkpoint are stored in one transaction of Kafka, under a transactional id that all relays of
 * its name share. Beginning to publish fences the relay before it: the coordinator undoes what that one has not committed,
 * finishes what it has, and refuses what it may still send. After that the checkpoint can only be moved from here.
 *
 * After a failure nobody here knows whether the transaction is committed. The producer is given up, and the next attempt
 * takes over as from a stranger, which settles it. A process that dies anywhere leaves the same to its successor.
 */
export class KafkaRelay implements Relay {
  private found: FoundCheckpoint | undefined;
  private taken: Taken | undefined;

  constructor(private readonly parts: KafkaRelayParts) {}

  async checkpoint(): Promise<Position | undefined> {
    this.found = await this.parts.checkpoint.read();
    return this.found.position;
  }

  async publish(topic: string, messages: readonly Message[], { from, to }: RelayStep): Promise<void> {
    await this.parts.topics.ensure(`${this.parts.prefix}${topic}`);
    const taken = this.taken ?? (await this.takeOver(from));
    if (taken.checkpoint !== from) throw new RelayFencedError(this.parts.name);
    try {
      await this.commit(await taken.producer.transaction(), topic, messages, to);
      taken.checkpoint = to;
    } catch (error) {
      await this.giveUp();
      throw isFenced(error) ? new RelayFencedError(this.parts.name) : error;
    }
  }

  /** Gives the producer back. What is not committed is undone. */
  async giveUp(): Promise<void> {
    const producer = this.taken?.producer;
    this.taken = undefined;
    this.found = undefined;
    await producer?.disconnect();
  }

  /**
   * Fences whoever publishes under this name, unless it is clear without that that we are the one who is behind.
   * @throws RelayFencedError
   */
  private async takeOver(from: Position | undefined): Promise<Taken> {
    const { kafka, prefix, name, checkpoint } = this.parts;
    const before = this.found ?? (await checkpoint.read());
    if (before.position !== from) {
      this.found = undefined;
      throw new RelayFencedError(name);
    }
    const producer = kafka.producer({
      transactionalId: `${prefix}relay.${name}`,
      transactionTimeout: TRANSACTION_TIMEOUT_MS,
      // Order and the recognition of what is sent again need it.
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: RETRY,
    });
    try {
      await producer.connect();
      // The first transaction of a producer fences; it ends without having begun for the coordinator.
      await (await producer.transaction()).abort();
      const after = (await checkpoint.isUnchanged(before)) ? before : await checkpoint.read();
      return (this.taken = { producer, checkpoint: after.position });
    } catch (error) {
      await producer.disconnect();
      throw error;
    }
  }

  private async commit(transaction: Transaction, topic: string, messages: readonly Message[], to: Position): Promise<void> {
    const name = `${this.parts.prefix}${topic}`;
    const sends = portions(messages).map((portion) => [{ topic: name, messages: portion.map(toRecord) }]);
    const checkpoint = this.parts.checkpoint.record(to);
    const last = sends.pop() ?? [];
    try {
      for (const topicMessages of sends) await transaction.sendBatch({ topicMessages });
      await transaction.sendBatch({ topicMessages: [...last, checkpoint] });
    } catch (error) {
      // So that readers need not wait for the next attempt; that one undoes it, if this does not work.
      await transaction.abort().catch(() => undefined);
      throw error;
    }
    await transaction.commit();
  }
}
