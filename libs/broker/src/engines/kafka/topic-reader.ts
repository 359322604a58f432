import { systemTimer, type Timer } from '#event-sourcing';
import type { Cluster, Kafka } from 'kafkajs';
import type { ReceivedMessage } from '../../broker.js';
import { clusterOf } from './cluster.js';
import { type AbortedTransaction, committedRecords, type FetchedRecord } from './committed-records.js';
import { isWithoutLeader } from './kafka-errors.js';
import { fromRecord } from './records.js';
import { Renewable } from './renewable.js';

const READ_COMMITTED = 1;
const FETCH_BYTES = 1_048_576;
const FETCH_WAIT_MS = 500;

/** A partition that was just made, or whose broker has just died, is without a leader for a moment. */
const LOOKS = 30;
const LOOK_EVERY_MS = 100;

/** What a partition holds of committed messages, from `begin` up to and without `end`. */
export interface PartitionBounds {
  readonly begin: number;
  readonly end: number;
}

interface FetchResponse {
  readonly responses: readonly {
    readonly partitions: readonly FetchedPartition[];
  }[];
}

interface FetchedPartition {
  /** Where the partition ends, transactions that are still open included. */
  readonly highWatermark: string;
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
  readonly messages: readonly FetchedRecord[];
}

/**
 * Reads partitions without being a member of a group, which takes seconds to become: a checkpoint, the dead letters of a
 * partition.
 */
export class TopicReader {
  private readonly cluster: Renewable<Cluster>;

  constructor(kafka: Kafka, private readonly timer: Timer = systemTimer) {
    this.cluster = new Renewable(
      async () => {
        const cluster = clusterOf(kafka);
        await cluster.connect();
        return cluster;
      },
      (cluster) => cluster.disconnect(),
    );
  }

  /** The end lies before the first transaction that is still open. The topic must be there. */
  async bounds(topic: string, partition: number): Promise<PartitionBounds> {
    return this.ask(async (cluster) => {
      await cluster.addTargetTopic(topic);
      const offset = async (fromBeginning: boolean): Promise<number> => {
        const [found] = await cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning }]);
        return Number(found?.partitions[0]?.offset);
      };
      return { begin: await offset(true), end: await offset(false) };
    });
  }

  /** Whether a transaction is still open in the partition, or its end not written yet: then there is something behind the end of what is committed. */
  async hasOpenTransaction(topic: string, partition: number, { end }: PartitionBounds): Promise<boolean> {
    return this.ask(async (cluster) => {
      await cluster.addTargetTopic(topic);
      const { highWatermark } = await fetch(cluster, topic, partition, end, 0);
      return Number(highWatermark) > end;
    });
  }

  /** The committed messages of a part of a partition, in order. */
  async read(topic: string, partition: number, { begin, end }: PartitionBounds): Promise<readonly ReceivedMessage[]> {
    return this.ask(async (cluster) => {
      await cluster.addTargetTopic(topic);
      const found: ReceivedMessage[] = [];
      for (let next = begin; next < end; ) {
        const { messages, abortedTransactions } = await fetch(cluster, topic, partition, next);
        for (const record of committedRecords(messages, abortedTransactions)) {
          const offset = Number(record.offset);
          // A fetch gives whole batches, which may begin before and end after what was asked for.
          if (offset >= next && offset < end) found.push(fromRecord(topic, record));
        }
        // Compaction may leave a batch without records, which does not say where it ends.
        next = Math.max(next, Number(messages.at(-1)?.offset ?? next)) + 1;
      }
      return found;
    });
  }

  async close(): Promise<void> {
    await this.cluster.close();
  }

  private async ask<Answer>(question: (cluster: Cluster) => Promise<Answer>): Promise<Answer> {
    for (let look = 1; ; look++) {
      try {
        return await this.cluster.use(question);
      } catch (error) {
        if (look === LOOKS || !isWithoutLeader(error)) throw error;
      }
      await this.timer.delay(LOOK_EVERY_MS);
    }
  }
}

async function fetch(cluster: Cluster, topic: string, partition: number, offset: number, maxWaitTime = FETCH_WAIT_MS): Promise<FetchedPartition> {
  const leader = Object.keys(cluster.findLeaderForPartitions(topic, [partition]))[0] ?? '';
  const broker = await cluster.findBroker({ nodeId: leader });
  const response = (await broker.fetch({
    isolationLevel: READ_COMMITTED,
    maxWaitTime,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: FETCH_BYTES }] }],
  })) as FetchResponse;
  const read = response.responses[0]?.partitions[0];
  if (read === undefined) throw new Error(`The broker gave no answer for partition ${partition} of ${topic}.`);
  return read;
}
