import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { type Clock, type Logger, silentLogger, systemClock, systemTimer, type Timer, withDeadline } from '#event-sourcing';
import type { Broker, ConsumeOptions, DeadLetters, Message, Relay } from '../../broker.js';
import { deadLetterTopic, TopicDeadLetters } from '../../dead-letters/index.js';
import { consumeGroup } from './consume-group.js';
import type { GroupParts } from './group-parts.js';
import { kafkaAt } from './kafka-client.js';
import { KafkaPublisher } from './kafka-publisher.js';
import { KafkaRelay } from './kafka-relay.js';
import { parseKafkaUrl } from './kafka-url.js';
import { RelayCheckpoint } from './relay-checkpoint.js';
import { TopicReader } from './topic-reader.js';
import { Topics } from './topics.js';

export interface KafkaBrokerOptions {
  readonly clock?: Clock;
  /** Makes the pauses after failures. */
  readonly timer?: Timer;
  /** A number from 0 to below 1; default `Math.random`. */
  readonly random?: () => number;
  /** Is told what kafkajs has to say; default: nobody. */
  readonly logger?: Logger;
  /** How many partitions a topic gets that is made here; default 6. As many consumers of a group can share it. */
  readonly partitions?: number;
}

const CHECK_MS = 2_000;

/** The distributed broker: a Kafka cluster, for any number of machines. Nothing is connected before it is needed. */
export class KafkaBroker implements Broker {
  private readonly prefix: string;
  private readonly kafka: Kafka;
  private readonly topics: Topics;
  private readonly reader: TopicReader;
  private readonly publisher: KafkaPublisher;
  private readonly group: GroupParts;
  private readonly closing = new AbortController();
  private readonly consumers = new Set<Promise<void>>();
  private readonly relays: KafkaRelay[] = [];

  /** @throws Error naming BROKER_URL. */
  constructor(url: string, options: KafkaBrokerOptions = {}) {
    const location = parseKafkaUrl(url);
    const { clock = systemClock, timer = systemTimer, random = Math.random, logger = silentLogger, partitions = 6 } = options;
    this.prefix = location.prefix;
    this.kafka = kafkaAt(location, logger);
    this.topics = new Topics(this.kafka, partitions, systemTimer);
    this.reader = new TopicReader(this.kafka);
    this.publisher = new KafkaPublisher(this.kafka, this.topics, `${this.prefix}publisher.${randomUUID()}`);
    const { kafka, prefix, topics, reader, publisher } = this;
    this.group = { kafka, prefix, topics, reader, publisher, clock, retrying: { timer, random }, logger };
  }

  async publish(topic: string, messages: readonly Message[]): Promise<void> {
    await this.publisher.send(`${this.prefix}${topic}`, messages);
  }

  async consume(options: ConsumeOptions): Promise<void> {
    const consumer = consumeGroup({ ...options, signal: AbortSignal.any([options.signal, this.closing.signal]) }, this.group);
    this.consumers.add(consumer);
    try {
      await consumer;
    } finally {
      this.consumers.delete(consumer);
    }
  }

  deadLetters(topic: string, group: string): DeadLetters {
    const name = `${this.prefix}${deadLetterTopic(topic, group)}`;
    return new TopicDeadLetters({
      read: async () => {
        const partitions = (await this.topics.partitions(name)) ?? 0;
        const parts = Array.from({ length: partitions }, async (_, partition) => this.reader.read(name, partition, await this.reader.bounds(name, partition)));
        return (await Promise.all(parts)).flat();
      },
      append: (records) => this.publisher.send(name, records),
    });
  }

  relay(name: string): Relay {
    const { kafka, topics, prefix, reader } = this;
    const checkpoint = new RelayCheckpoint(prefix, name, topics, reader, systemTimer);
    const relay = new KafkaRelay({ kafka, topics, prefix, name, checkpoint });
    this.relays.push(relay);
    return relay;
  }

  async check(): Promise<void> {
    await withDeadline(this.topics.check(), CHECK_MS, () => new Error(`Kafka did not answer within ${CHECK_MS} ms.`));
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.consumers);
    await Promise.allSettled(this.relays.map((relay) => relay.giveUp()));
    await Promise.allSettled([this.publisher.close(), this.reader.close(), this.topics.close()]);
  }
}
