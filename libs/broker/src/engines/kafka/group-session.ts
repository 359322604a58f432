import { withDeadline } from '#event-sourcing';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { ConsumeOptions } from '../../broker.js';
import { ConsumerDeadLetters, deadLetterTopic } from '../../dead-letters/index.js';
import { BatchWork } from './batch-work.js';
import { leaveFor } from './cluster.js';
import { coPartitioning } from './co-partitioning.js';
import type { GroupParts } from './group-parts.js';
import { whileBeating } from './heartbeats.js';
import { RETRY } from './kafka-client.js';
import { OwnedPartition } from './owned-partition.js';
import { OwnedPartitions } from './owned-partitions.js';
import { KEPT_FOREVER } from './topics.js';

/** A member that says nothing for so long is dead, and others take over: the shortest that brokers allow by default. */
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_MS = 1_000;
/** For so long the others wait, when the group changes, for what is being handled here. */
const REBALANCE_TIMEOUT_MS = 30_000;
/** How long a fetch waits for messages: so long stopping may take, and so often a waiting consumer looks whether it is wanted. */
const FETCH_WAIT_MS = 500;
/** No heartbeat for so long, neither in time nor in vain: the consumer hangs. */
const SILENCE_MS = REBALANCE_TIMEOUT_MS + 4 * SESSION_TIMEOUT_MS;

/**
 * One membership in a group. The topic and its dead-letter topic are consumed together, partition by partition. While
 * messages are handled this member keeps saying that it is alive, so a handler or an outage may take as long as it likes.
 */
export class GroupSession {
  /** As which member the group knows it, once it has joined. */
  memberId: string | undefined;
  private readonly topic: string;
  private readonly letters: string;
  private readonly groupId: string;
  private owned = new OwnedPartitions((partition) => this.restore(partition));
  private heardAt = performance.now();

  constructor(private readonly options: ConsumeOptions, private readonly parts: GroupParts) {
    this.topic = `${parts.prefix}${options.topic}`;
    this.letters = `${parts.prefix}${deadLetterTopic(options.topic, options.group)}`;
    // The same group name stands for another group in each topic, as the port has it.
    this.groupId = `${parts.prefix}${options.topic}.${options.group}`;
  }

  /**
   * Resolves once the signal has ended it; rejects with what else has.
   * @param predecessor the member that this one replaces.
   */
  async run(predecessor?: string): Promise<void> {
    const { topics, kafka } = this.parts;
    const { signal } = this.options;
    if (predecessor !== undefined) await leaveFor(predecessor, this.groupId, kafka);
    const partitions = await topics.ensure(this.topic);
    if ((await topics.ensure(this.letters, { partitions, config: KEPT_FOREVER })) !== partitions) {
      throw new Error(`Topic ${this.letters} must have the ${partitions} partitions of ${this.topic}.`);
    }
    const consumer = this.newConsumer();
    const ended = this.endOf(consumer);
    const stop = (): void => {
      ended.resolve(undefined);
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const running = this.start(consumer, partitions);
    running.catch(ended.reject);
    const watching = setInterval(() => {
      if (performance.now() - this.heardAt > SILENCE_MS) ended.reject(new Error('The consumer hangs.'));
    }, SESSION_TIMEOUT_MS);
    try {
      await ended.promise;
    } finally {
      clearInterval(watching);
      signal.removeEventListener('abort', stop);
      await this.leave(consumer, running);
    }
  }

  private newConsumer(): Consumer {
    return this.parts.kafka.consumer({
      groupId: this.groupId,
      partitionAssigners: [coPartitioning],
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      // It would be started again with what it knows of the cluster, and not after every error.
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
  }

  private async start(consumer: Consumer, partitions: number): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [this.topic, this.letters], fromBeginning: true });
    const work = new BatchWork(this.options, this.parts);
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 2 * partitions,
      eachBatch: (payload) => this.handle(payload, work),
    });
  }

  private async handle(payload: EachBatchPayload, work: BatchWork): Promise<void> {
    const { owned } = this;
    const { topic, partition } = payload.batch;
    await whileBeating(() => payload.heartbeat(), HEARTBEAT_MS, AbortSignal.any([this.options.signal, owned.taken]), async (signal) => {
      const place = await owned.get(partition);
      await place.exclusively(() => (topic === this.letters ? work.replay(payload, place, signal) : work.handle(payload, place, signal, owned.taken)));
    });
  }

  /** What is known of a partition's dead letters. */
  private async restore(partition: number): Promise<OwnedPartition> {
    const { publisher, clock, reader } = this.parts;
    const letters = new ConsumerDeadLetters((records) => publisher.send(this.letters, records), clock);
    const bounds = await reader.bounds(this.letters, partition);
    for (const record of await reader.read(this.letters, partition, bounds)) letters.restore(record);
    return new OwnedPartition(letters, bounds.end);
  }

  /** Rejects when the consumer crashes. */
  private endOf(consumer: Consumer): PromiseWithResolvers<undefined> {
    const ended = Promise.withResolvers<undefined>();
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      ended.reject(payload.error);
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.memberId = payload.memberId;
      this.heardAt = performance.now();
      this.owned.giveAway();
      this.owned = new OwnedPartitions((partition) => this.restore(partition));
    });
    consumer.on(consumer.events.HEARTBEAT, () => {
      this.heardAt = performance.now();
    });
    return ended;
  }

  private async leave(consumer: Consumer, running: Promise<void>): Promise<void> {
    try {
      // One that is still joining would be a member that nobody hears of until its session is over.
      await withDeadline(running, SESSION_TIMEOUT_MS, () => new Error('Joining takes too long.')).catch(() => undefined);
      await withDeadline(consumer.disconnect(), REBALANCE_TIMEOUT_MS, () => new Error('The brokers do not say goodbye.'));
    } catch (error) {
      this.parts.logger.warn({ topic: this.topic, group: this.options.group, err: error }, 'a consumer could not leave its group');
    }
  }
}
