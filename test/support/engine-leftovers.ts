import { Kafka, logLevel } from 'kafkajs';
import { MongoClient } from 'mongodb';

/** Removes a database from the server that others use, too. */
export async function dropDatabase(url: string): Promise<void> {
  const client = new MongoClient(url);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}

/**
 * Removes the topics of an installation from the cluster that others use, too. Its consumer groups, which then have nothing
 * to consume, the cluster forgets by itself after some days.
 */
export async function dropTopics(url: string): Promise<void> {
  const { host, pathname } = new URL(url);
  const prefix = pathname.slice(1);
  const admin = new Kafka({ brokers: host.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
