import type { Admin, Kafka } from 'kafkajs';
import type { Timer } from '#event-sourcing';
import { RETRY } from './kafka-client.js';
import { isUnknownTopic } from './kafka-errors.js';
import { Renewable } from './renewable.js';

/** How a topic is made when it is missing. What is left out is the cluster's own choice. */
export interface TopicShape {
  readonly partitions: number;
  readonly config?: Readonly<Record<string, string>>;
}

/** For a topic whose every record counts, however old. */
export const KEPT_FOREVER = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

/** Asks the cluster to choose, as its `default.replication.factor` says; `min.insync.replicas` is the cluster's as well. */
const CLUSTER_DEFAULT = -1;

const LOOKS = 50;
const LOOK_EVERY_MS = 100;

/** The topics of the cluster: makes them when they are first needed, knows how many partitions they have. */
export class Topics {
  private readonly admin: Renewable<Admin>;
  private readonly known = new Map<string, number>();

  constructor(kafka: Kafka, private readonly defaultPartitions: number, private readonly timer: Timer) {
    this.admin = new Renewable(
      async () => {
        const admin = kafka.admin({ retry: RETRY });
        await admin.connect();
        return admin;
      },
      (admin) => admin.disconnect(),
    );
  }

  /** How many partitions the topic has, made as `shape` says where it is missing. A topic that is there is left as it is. */
  async ensure(topic: string, shape: TopicShape = { partitions: this.defaultPartitions }): Promise<number> {
    const found = await this.partitions(topic);
    if (found !== undefined) return found;
    await this.admin.use((admin) =>
      // False when another process was faster, which is as good.
      admin.createTopics({
        // kafkajs would ask once, and fail when a broker has not heard of the topic yet: `appeared` waits.
        waitForLeaders: false,
        topics: [{
          topic,
          numPartitions: shape.partitions,
          replicationFactor: CLUSTER_DEFAULT,
          configEntries: Object.entries(shape.config ?? {}).map(([name, value]) => ({ name, value })),
        }],
      }),
    );
    return this.appeared(topic);
  }

  /** How many partitions the topic has; undefined when there is no such topic. Partitions that are added later are not seen. */
  async partitions(topic: string): Promise<number | undefined> {
    const known = this.known.get(topic);
    if (known !== undefined) return known;
    const count = await this.admin.use(async (admin) => {
      try {
        const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
        return topics[0]?.partitions.length;
      } catch (error) {
        if (isUnknownTopic(error)) return undefined;
        throw error;
      }
    });
    if (count === undefined || count === 0) return undefined;
    this.known.set(topic, count);
    return count;
  }

  /** A topic that was just made, which brokers hear of one after the other. */
  private async appeared(topic: string): Promise<number> {
    for (let look = 1; ; look++) {
      const made = await this.partitions(topic);
      if (made !== undefined) return made;
      if (look === LOOKS) throw new Error(`Topic ${topic} was made but is not there yet.`);
      await this.timer.delay(LOOK_EVERY_MS);
    }
  }

  /** Asks a broker, so that it fails when there is none. */
  async check(): Promise<void> {
    await this.admin.use((admin) => admin.describeCluster());
  }

  async close(): Promise<void> {
    await this.admin.close();
  }
}
