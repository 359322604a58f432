import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaMessage } from 'kafkajs';
import { MongoClient } from 'mongodb';
import { EVENTS_TOPIC } from '#assembly';
import type { NewCase } from '../../test/support/api-bodies.js';
import type { ApiClient } from '../../test/support/api-client.js';
import type { BenchRow } from '../bench-row.js';
import { newCase } from '../load.js';
import { percentile } from '../statistics.js';
import { atRate } from './at-rate.js';
import { commit, createTopics, kafkaAlone, prefixOf, transactionalProducer } from './kafka-alone.js';
import { type SixProcesses, withSixProcesses } from './six-processes.js';
import { LOOK_EVERY_MS, watchList, watchTopic } from './watches.js';

const PER_SECOND = 20;
const WARM_UP = 100;
const CASES = 400;
const ALONE = 200;

const TO_KAFKA =
  `${PER_SECOND} cases a second over HTTP, six processes; from the answer to the moment at which a read_committed consumer has case.created. Compared ` +
  'with kafkajs alone: from the beginning of a transaction of one record to the moment at which such a consumer has it.';
const TO_READ_MODEL =
  `The same cases; from the answer to that of the first list of the newest cases that shows it, asked for again ${LOOK_EVERY_MS} ms after each answer. ` +
  'Compared with the driver alone: an insert of one document, then a query that finds it. The server that is started here is not MongoDB and ' +
  'looks through all documents for a list.';

/** From the answer to a command until others see what it did: other services on Kafka, clients in lists. */
export async function latencyBench(): Promise<BenchRow[]> {
  return withSixProcesses(async (service) => {
    const ours = await ofCases(service);
    const [kafka, mongodb] = [await ofKafkaAlone(service.brokerUrl), await ofMongodbAlone(service.readStoreUrl)];
    return [
      ...rows('command to Kafka', ours.kafka, kafka, TO_KAFKA),
      ...rows('command to read model', ours.readModel, mongodb, TO_READ_MODEL),
    ];
  });
}

function rows(name: string, ours: readonly number[], alone: readonly number[], note: string): BenchRow[] {
  return [50, 99].map((percent) => {
    const [value, baseline] = [percentile(ours, percent), percentile(alone, percent)];
    const row = { name: `${name}, p${percent}`, value, unit: 'ms', baseline, ratio: value / baseline, target: null, met: null };
    return percent === 50 ? { ...row, note } : row;
  });
}

/** Milliseconds, of each case. */
async function ofCases({ api, brokerUrl }: SixProcesses): Promise<{ readonly kafka: readonly number[]; readonly readModel: readonly number[] }> {
  const list = watchList(api);
  try {
    await atRate(PER_SECOND, WARM_UP, async () => {
      await list.sightings.momentOf(await createdBy(api));
    });
    const topic = await watchTopic(kafkaAlone(brokerUrl), `${prefixOf(brokerUrl)}${EVENTS_TOPIC}`, createdCase);
    try {
      const [kafka, readModel]: [number[], number[]] = [[], []];
      await atRate(PER_SECOND, CASES, async () => {
        const id = await createdBy(api);
        const answered = performance.now();
        const [published, listed] = await Promise.all([topic.sightings.momentOf(id), list.sightings.momentOf(id)]);
        // What is seen before the answer is there took no time.
        kafka.push(Math.max(0, published - answered));
        readModel.push(Math.max(0, listed - answered));
      });
      return { kafka, readModel };
    } finally {
      await topic.end();
    }
  } finally {
    await list.end();
  }
}

const createdBy = async (api: ApiClient): Promise<string> => String((await api.createCase(JSON.parse(newCase()) as NewCase)).id);

/** The id of the case that the message says was made. */
const createdCase = ({ headers }: KafkaMessage): string | undefined =>
  headers?.ce_type?.toString() === 'casetrail.case.created.v1' ? headers.ce_subject?.toString() : undefined;

async function ofKafkaAlone(brokerUrl: string): Promise<readonly number[]> {
  const kafka = kafkaAlone(brokerUrl);
  const topic = `${prefixOf(brokerUrl)}alone`;
  await createTopics(kafka, [{ topic, numPartitions: 6 }]);
  const producer = transactionalProducer(kafka, topic);
  await producer.connect();
  const watch = await watchTopic(kafka, topic, ({ key }) => key?.toString());
  try {
    return await oneByOne(async () => {
      const key = randomUUID();
      const begun = performance.now();
      await commit(producer, [{ topic, messages: [{ key, value: 'x'.repeat(500) }] }]);
      return (await watch.sightings.momentOf(key)) - begun;
    });
  } finally {
    await watch.end();
    await producer.disconnect();
  }
}

async function ofMongodbAlone(readStoreUrl: string): Promise<readonly number[]> {
  const client = new MongoClient(readStoreUrl, { writeConcern: { w: 'majority', journal: true } });
  try {
    const documents = client.db().collection<{ _id: string; customer: string; padding: string }>('alone');
    await documents.createIndex({ customer: 1, _id: 1 });
    return await oneByOne(async () => {
      const id = randomUUID();
      const begun = performance.now();
      await documents.insertOne({ _id: id, customer: id, padding: 'x'.repeat(1_000) });
      const found = await documents.find({ customer: id }).sort({ _id: -1 }).toArray();
      if (found.length !== 1) throw new Error('The document was not found.');
      return performance.now() - begun;
    });
  } finally {
    await client.close();
  }
}

/** Measures something at the same rate, one after the other, after a warm-up. */
async function oneByOne(measure: () => Promise<number>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < ALONE; index++) {
    const begun = performance.now();
    times.push(await measure());
    await delay(Math.max(0, begun + 1_000 / PER_SECOND - performance.now()));
  }
  return times.slice(ALONE / 4);
}
