import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Broker, ReceivedMessage } from '../../broker.js';
import { coPartitioning } from './co-partitioning.js';
import { KafkaForSpecs, message } from './testing/kafka-for-specs.js';

/** Longer than a member of a group may be silent. */
const LONGER_THAN_A_SESSION_MS = 8_000;

jest.setTimeout(60_000);

describe('a consumer of Kafka', () => {
  let subject: KafkaForSpecs;
  let broker: Broker;
  let stop: AbortController;

  beforeEach(async () => {
    subject = new KafkaForSpecs();
    broker = await subject.open();
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await subject.close();
  });

  /** Consumes until so many messages were handled, by all consumers that share `handled`; or, given none, until it is stopped. */
  const consume = (through: Broker, enough: number, handled: ReceivedMessage[], handle: (message: ReceivedMessage) => Promise<void> = async () => undefined): Promise<void> =>
    through.consume({
      topic: 'cases', group: 'g', signal: stop.signal,
      handle: async (received) => {
        await handle(received);
        if (handled.push(received) === enough) stop.abort();
      },
    });
  const messages = (count: number, first = 0): ReturnType<typeof message>[] =>
    Array.from({ length: count }, (_, i) => message(`key-${(first + i) % 20}`, String(first + i)));
  const inOrder = (handled: readonly ReceivedMessage[]): void => {
    for (const ofKey of Map.groupBy(handled, ({ key }) => key).values()) {
      const values = ofKey.map(({ value }) => Number(value));
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
  };

  it('shares the partitions with another that comes, and each message is handled once and in order', async () => {
    const handled: ReceivedMessage[] = [];
    const [byOne, byOther] = [new Set<string>(), new Set<string>()];
    const working = new Set<string>();
    const other = await subject.open();
    let joining: Promise<void> | undefined;
    let published = 0;
    const publish = async (count: number): Promise<void> => {
      const sent = messages(count, published);
      published += count;
      await broker.publish('cases', sent);
    };
    const handle = (by: Set<string>) => async ({ key, value }: ReceivedMessage): Promise<void> => {
      expect(working.has(key)).toBe(false);
      working.add(key);
      await turnOfTheLoop();
      working.delete(key);
      by.add(value);
      const done = byOne.size + byOther.size;
      // The other comes when this one is in the midst of its work, of which there is enough until it has come, and some for both after that.
      if (done === 50) joining = consume(other, Infinity, handled, handle(byOther));
      if (byOther.size === 0 ? done === published - 10 : by === byOther && by.size === 1) await publish(100);
      else if (byOther.size > 0 && done === published) stop.abort();
    };
    await publish(200);
    await consume(broker, Infinity, handled, handle(byOne));
    await joining;
    expect(new Set(handled.map(({ value }) => value)).size).toBe(published);
    expect(handled).toHaveLength(published);
    inOrder(handled);
    expect(byOne.size).toBeGreaterThan(50);
    expect(byOther.size).toBeGreaterThan(0);
  });

  it('takes over within 10 s from one that is heard of no more', async () => {
    await broker.publish('cases', messages(40));
    const silent = subject.kafka.consumer({ groupId: `${subject.prefix}cases.g`, partitionAssigners: [coPartitioning], sessionTimeout: 6_000, retry: { retries: 0 } });
    const began = Promise.withResolvers<undefined>();
    const awake = Promise.withResolvers<undefined>();
    await silent.connect();
    await silent.subscribe({ topics: [`${subject.prefix}cases`], fromBeginning: true });
    await silent.run({
      autoCommit: false,
      eachBatch: async () => {
        began.resolve(undefined);
        await awake.promise;
      },
    });
    await began.promise;
    const since = performance.now();
    const handled: ReceivedMessage[] = [];
    await consume(broker, 40, handled);
    expect(performance.now() - since).toBeLessThan(10_000);
    inOrder(handled);
    awake.resolve(undefined);
    await silent.disconnect();
  });

  it('keeps its partitions while a handler takes longer than a session, and while one fails for so long', async () => {
    await broker.publish('cases', [message('a', '1'), message('a', '2'), message('a', '3')]);
    const handled: ReceivedMessage[] = [];
    const begun: string[] = [];
    const failsUntil = Date.now() + 2 * LONGER_THAN_A_SESSION_MS;
    const consumers = [broker, await subject.open()].map((through) =>
      consume(through, 3, handled, async ({ value }) => {
        if (value === '2' && Date.now() < failsUntil) throw new Error('not yet');
        begun.push(value);
        if (value === '1') await new Promise((resolve) => setTimeout(resolve, LONGER_THAN_A_SESSION_MS));
      }),
    );
    await Promise.all(consumers);
    expect(begun).toEqual(['1', '2', '3']);
  });

  it('commits what is done and nothing else', async () => {
    await broker.publish('cases', ['1', '2', '3', '4'].map((value) => message('a', value)));
    const handled: ReceivedMessage[] = [];
    await consume(broker, 3, handled);
    const admin = subject.kafka.admin();
    await admin.connect();
    const offsets = await admin.fetchOffsets({ groupId: `${subject.prefix}cases.g`, topics: [`${subject.prefix}cases`] });
    await admin.disconnect();
    expect(offsets[0]?.partitions.map(({ offset }) => offset).filter((offset) => offset !== '-1')).toEqual(['3']);
  });

  it('waits where there are more of them than partitions', async () => {
    const [one, other] = [await subject.open({ partitions: 1 }), await subject.open({ partitions: 1 })];
    await one.publish('cases', messages(10));
    const handled: ReceivedMessage[] = [];
    await Promise.all([consume(one, 10, handled), consume(other, 10, handled)]);
    expect(handled.map(({ value }) => value)).toEqual(messages(10).map(({ value }) => value));
  });

});
