import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { Broker, Message, ReceivedMessage } from '../../../broker.js';
import { openBroker } from '../../index.js';
import type { KafkaBrokerOptions } from '../kafka-broker.js';
import { parseKafkaUrl } from '../kafka-url.js';
import { TopicReader } from '../topic-reader.js';

/**
 * The cluster that specs talk to, under names of their own.
 * @throws Error when the environment names none: such a spec fails, and is never left out silently.
 */
function kafkaUrl(prefix: string): string {
  const url = process.env.KAFKA_URL;
  if (url === undefined) throw new Error('KAFKA_URL is not set: kafka://<host>:<port> of a cluster for specs, as `npm run engines -- up` prints it.');
  return `${url}/${prefix}`;
}

export const message = (key: string, value: string): Message => ({ key, headers: {}, value });

/** A corner of the specs' cluster, with brokers on it that are closed together; nothing of it stays. */
export class KafkaForSpecs {
  readonly prefix = `${randomUUID()}.`;
  private readonly url = kafkaUrl(this.prefix);
  /** kafkajs alone, as somebody else may use it. */
  readonly kafka = new Kafka({ brokers: [...parseKafkaUrl(this.url).brokers], logLevel: logLevel.NOTHING });
  private readonly reader = new TopicReader(this.kafka);
  private readonly opened: Broker[] = [];

  /** Opens a broker that the caller closes. */
  openAlone(options: KafkaBrokerOptions = {}): Promise<Broker> {
    return openBroker(this.url, options);
  }

  async open(options: KafkaBrokerOptions = {}): Promise<Broker> {
    const broker = await this.openAlone(options);
    this.opened.push(broker);
    return broker;
  }

  /** What readers of committed messages see in the topic. */
  async committed(topic: string, partitions = 6): Promise<readonly ReceivedMessage[]> {
    const found: ReceivedMessage[] = [];
    for (let partition = 0; partition < partitions; partition++) {
      found.push(...(await this.reader.read(`${this.prefix}${topic}`, partition, await this.reader.bounds(`${this.prefix}${topic}`, partition))));
    }
    return found;
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.splice(0).map((broker) => broker.close()));
    await this.reader.close();
    const admin = this.kafka.admin();
    await admin.connect();
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(this.prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    await admin.disconnect();
  }
}
