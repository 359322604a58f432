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
 * After a failure nobody knows whether the transaction is committed. The producer is given up, and the next one settles it
 * by fencing it like a stranger's. A process that dies anywhere leaves the same to its successor.
 */
export class KafkaRelay implements Relay {
  private found: FoundCheckpoint | undefined;
  private taken: Taken | undefined;
  private inDoubt = false;

  constructor(private readonly parts: KafkaRelayParts) {}

  async checkpoint(): Promise<Position | undefined> {
    await this.giveUp();
    this.found = await this.parts.checkpoint.read();
    return this.inDoubt ? (await this.takeOver(this.found)).checkpoint : this.found.position;
  }

  async publish(topic: string, messages: readonly Message[], { from, to }: RelayStep): Promise<void> {
    const name = `${this.parts.prefix}${topic}`;
    await this.parts.topics.ensure(name);
    const taken = this.taken ?? (await this.takeOverFrom(from));
    if (taken.checkpoint !== from) throw this.fenced();
    try {
      this.inDoubt = true;
      await this.commit(await taken.producer.transaction(), name, messages, to);
      taken.checkpoint = to;
      this.inDoubt = false;
    } catch (error) {
      await this.giveUp();
      if (!isFenced(error)) throw error;
      // Whoever has fenced us has settled it.
      this.inDoubt = false;
      throw this.fenced();
    }
  }

  /** Gives the producer back. What is not committed will be undone. */
  async giveUp(): Promise<void> {
    const producer = this.taken?.producer;
    this.taken = undefined;
    this.found = undefined;
    // Fails when the broker is gone: nothing is left to be given back.
    await producer?.disconnect().catch(() => undefined);
  }

  /** Leaves in peace whoever publishes under this name, when it is clear from the checkpoint alone that we are behind. */
  private async takeOverFrom(from: Position | undefined): Promise<Taken> {
    const found = this.found ?? (await this.parts.checkpoint.read());
    if (found.position === from) return this.takeOver(found);
    this.found = undefined;
    throw this.fenced();
  }

  /** Fences whoever publishes under this name. */
  private async takeOver(found: FoundCheckpoint): Promise<Taken> {
    const { kafka, prefix, name, checkpoint } = this.parts;
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
      // The first transaction of a producer fences; ended before it has sent anything, it is none for the coordinator.
      await (await producer.transaction()).abort();
      const { position } = (await checkpoint.isUnchanged(found)) ? found : await checkpoint.read();
      this.inDoubt = false;
      return (this.taken = { producer, checkpoint: position });
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  private async commit(transaction: Transaction, topic: string, messages: readonly Message[], to: Position): Promise<void> {
    const sends = portions(messages).map((portion) => [{ topic, messages: portion.map(toRecord) }]);
    const last = sends.pop() ?? [];
    try {
      for (const topicMessages of sends) await transaction.sendBatch({ topicMessages });
      await transaction.sendBatch({ topicMessages: [...last, this.parts.checkpoint.record(to)] });
    } catch (error) {
      // So that readers need not wait for the next attempt; that one undoes it, if this does not work.
      await transaction.abort().catch(() => undefined);
      throw error;
    }
    await transaction.commit();
  }

  private fenced(): RelayFencedError {
    return new RelayFencedError(this.parts.name);
  }
}
