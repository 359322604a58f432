import { Kafka, logLevel, Partitioners, type Producer, type TopicMessages } from 'kafkajs';

/** kafkajs with nothing of ours around it, and with the settings that the service gives it; prefixes are ours to mind. */
export const kafkaAlone = (brokerUrl: string): Kafka =>
  new Kafka({
    brokers: new URL(brokerUrl).host.split(','),
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 5, retries: 20, maxRetryTime: 1_000 },
  });

/** What stands before every name in the cluster. */
export const prefixOf = (brokerUrl: string): string => new URL(brokerUrl).pathname.slice(1);

/** A producer of transactions, with the settings of the relay's. */
export function transactionalProducer(kafka: Kafka, transactionalId: string): Producer {
  return kafka.producer({ transactionalId, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
}

/** One transaction of one request, as the relay makes them. */
export async function commit(producer: Producer, topicMessages: TopicMessages[]): Promise<void> {
  const transaction = await producer.transaction();
  await transaction.sendBatch({ topicMessages });
  await transaction.commit();
}

/** Makes topics that are not there. Whoever uses them asks again until the broker has got round to it. */
export async function createTopics(kafka: Kafka, topics: readonly { readonly topic: string; readonly numPartitions: number }[]): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.createTopics({ topics: [...topics], waitForLeaders: false });
  } finally {
    await admin.disconnect();
  }
}
