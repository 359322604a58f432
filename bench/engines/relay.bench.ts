import { randomBytes } from 'node:crypto';
import { EVENTS_TOPIC } from '#assembly';
import { type Broker, type Message, type Relay, type RelayStep, runRelay } from '#broker';
import { openBroker } from '#broker/engines';
import { caseIntegrationEvents } from '#cases';
import { customerIntegrationEvents } from '#customers';
import { categoryOf, type RecordedEvent } from '#event-sourcing';
import { dropTopics } from '../../test/support/engine-leftovers.js';
import type { BenchRow } from '../bench-row.js';
import { inTurns } from './in-turns.js';
import { commit, createTopics, kafkaAlone, prefixOf, transactionalProducer } from './kafka-alone.js';
import { engineUrl } from './on-engines.js';
import { troubleLogger } from './trouble-logger.js';
import { type History, withHistory } from './with-history.js';

const CASES = 6_000;
const ROUNDS = 5;
const RATIO = 0.5;
const EVENTS_PER_SECOND = 10_000;
const AT_MOST_MS = 120_000;
/** As many as the broker makes for a topic. */
const PARTITIONS = 6;

const NOTE =
  'Both sides send the same records in the same transactions: one request with a batch of up to 1,000 events and the checkpoint behind it. kafkajs ' +
  'alone has the records ready; the relay reads the log (the embedded one, in its process) and makes its messages. ' +
  `The target is met by the ratio and by ${EVENTS_PER_SECOND.toLocaleString('en')} events/s.`;

/** What one transaction holds. */
interface Published {
  readonly messages: readonly Message[];
  readonly step: RelayStep;
}

/** How fast the relay publishes into Kafka, against kafkajs alone. */
export async function kafkaRelayBench(): Promise<BenchRow[]> {
  return withHistory(CASES, async (history) => {
    let published: readonly Published[] = [];
    const relay = (): Promise<number> =>
      withFreshNames(async (url) => {
        const times = await relayed(history, url);
        published = times.published;
        return times.rate;
      });
    const alone = (): Promise<number> => withFreshNames((url) => sentAlone(published, url));
    const { value, baseline, ratio } = await inTurns(ROUNDS, relay, alone);
    const met = ratio >= RATIO && value >= EVENTS_PER_SECOND;
    return [{ name: 'relayed into Kafka', value, unit: 'events/s', baseline, ratio, target: RATIO, met, note: NOTE }];
  });
}

/** Events per second once the relay is under way, and what it has published. */
async function relayed({ events }: History, url: string): Promise<{ readonly rate: number; readonly published: readonly Published[] }> {
  const broker = await openBroker(url);
  const head = (await events.head()) ?? '';
  const stop = new AbortController();
  const meter = new Meter();
  const published: Published[] = [];
  const done = Promise.withResolvers<undefined>();
  const watch = (relay: Relay): Relay => ({
    checkpoint: () => relay.checkpoint(),
    async publish(topic, messages, step) {
      await relay.publish(topic, messages, step);
      published.push({ messages, step });
      meter.add(messages.length);
      if (step.to >= head) done.resolve(undefined);
    },
  });
  // A relay uses nothing else of its broker.
  const watched = { relay: (name: string) => watch(broker.relay(name)) } as Pick<Broker, 'relay'> as Broker;
  const running = runRelay({
    store: events, broker: watched, name: 'bench', topic: EVENTS_TOPIC, categories: ['case', 'customer'], translate, signal: stop.signal, logger: troubleLogger,
  });
  try {
    await within(done.promise);
    return { rate: meter.perSecond(), published };
  } finally {
    stop.abort();
    await running.ended;
    await broker.close();
  }
}

const translate = (event: RecordedEvent) => (categoryOf(event.stream) === 'case' ? caseIntegrationEvents(event) : customerIntegrationEvents(event));

/** Events per second once kafkajs is under way. */
async function sentAlone(published: readonly Published[], url: string): Promise<number> {
  const prefix = prefixOf(url);
  const [topic, checkpoints] = [`${prefix}${EVENTS_TOPIC}`, `${prefix}checkpoints`];
  const kafka = kafkaAlone(url);
  await createTopics(kafka, [{ topic, numPartitions: PARTITIONS }, { topic: checkpoints, numPartitions: 1 }]);
  const producer = transactionalProducer(kafka, `${prefix}alone`);
  try {
    await producer.connect();
    const meter = new Meter();
    for (const { messages, step } of published) {
      const records = messages.map(({ key, headers, value }) => ({ key, headers: { ...headers }, value }));
      await commit(producer, [{ topic, messages: records }, { topic: checkpoints, messages: [{ key: 'alone', value: step.to }] }]);
      meter.add(messages.length);
    }
    return meter.perSecond();
  } finally {
    await producer.disconnect();
  }
}

/** The rate from the end of the first batch to that of the last: topics and producers are made with the first. */
class Meter {
  private first: number | undefined;
  private last = 0;
  private counted = 0;

  add(events: number): void {
    this.last = performance.now();
    if (this.first === undefined) this.first = this.last;
    else this.counted += events;
  }

  perSecond(): number {
    return (this.counted * 1_000) / (this.last - (this.first ?? 0));
  }
}

async function within<T>(promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timeout = setTimeout(() => {
    late.reject(new Error(`It took longer than ${AT_MOST_MS / 1_000} s.`));
  }, AT_MOST_MS);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timeout);
  }
}

/** Does some work with topics, groups and transactional ids that nobody else has, and removes them. */
async function withFreshNames<T>(work: (url: string) => Promise<T>): Promise<T> {
  const url = `${engineUrl('kafka')}/bench-${randomBytes(6).toString('hex')}.`;
  try {
    return await work(url);
  } finally {
    await dropTopics(url);
  }
}
