import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RelayFencedError } from '../../broker.js';
import { KafkaForSpecs, message } from './testing/kafka-for-specs.js';

jest.setTimeout(60_000);

describe('a relay into Kafka', () => {
  let subject: KafkaForSpecs;

  beforeEach(() => {
    subject = new KafkaForSpecs();
  });
  afterEach(() => subject.close());

  const valuesOf = async (key: string): Promise<string[]> =>
    (await subject.committed('cases')).filter((one) => one.key === key).map(({ value }) => value);

  it('of two at once, lets one publish: twenty times, each message once and in order', async () => {
    const rivals = [(await subject.open()).relay('r'), (await subject.open()).relay('r')];
    const keys = ['a', 'b', 'c', 'd'];
    for (let trial = 0; trial < 20; trial++) {
      const to = String(trial + 1);
      // Both know the same checkpoint before either begins.
      const [from] = await Promise.all(rivals.map((relay) => relay.checkpoint()));
      const results = await Promise.allSettled(rivals.map((relay) => relay.publish('cases', keys.map((key) => message(key, to)), { from, to })));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(RelayFencedError);
    }
    const expected = Array.from({ length: 20 }, (_, trial) => String(trial + 1));
    for (const key of keys) expect(await valuesOf(key)).toEqual(expected);
  });

  it('shows nothing of one that died between sending and committing, and its successor goes on from the checkpoint', async () => {
    const first = (await subject.open()).relay('r');
    await first.publish('cases', [message('a', '1')], { from: undefined, to: 'p1' });
    const dying = subject.kafka.producer({ transactionalId: `${subject.prefix}relay.r` });
    await dying.connect();
    const transaction = await dying.transaction();
    await transaction.sendBatch({
      topicMessages: [
        { topic: `${subject.prefix}cases`, messages: [message('a', 'never committed')] },
        { topic: `${subject.prefix}relay.r.checkpoint`, messages: [{ key: 'r', value: 'p2' }] },
      ],
    });
    await dying.disconnect();

    const successor = (await subject.open()).relay('r');
    expect(await successor.checkpoint()).toBe('p1');
    await successor.publish('cases', [message('a', '2')], { from: 'p1', to: 'p2' });
    expect(await valuesOf('a')).toEqual(['1', '2']);
    expect(await (await subject.open()).relay('r').checkpoint()).toBe('p2');
  });

  it('is refused what it still sends after another has begun to publish, and goes on from where that one is', async () => {
    const [old, fresh] = [(await subject.open()).relay('r'), (await subject.open()).relay('r')];
    await old.publish('cases', [message('a', '1')], { from: undefined, to: 'p1' });
    await fresh.publish('cases', [message('a', '2')], { from: await fresh.checkpoint(), to: 'p2' });
    await expect(old.publish('cases', [message('a', 'late')], { from: 'p1', to: 'p2' })).rejects.toThrow(RelayFencedError);
    expect(await old.checkpoint()).toBe('p2');
    await old.publish('cases', [message('a', '3')], { from: 'p2', to: 'p3' });
    expect(await valuesOf('a')).toEqual(['1', '2', '3']);
  });

  it('lets the one at work alone when somebody only asks for the checkpoint', async () => {
    const relay = (await subject.open()).relay('r');
    const onlooker = (await subject.open()).relay('r');
    for (const [i, to] of ['p1', 'p2', 'p3'].entries()) {
      await relay.publish('cases', [message('a', to)], { from: ['p1', 'p2'][i - 1], to });
      expect(await onlooker.checkpoint()).toBe(to);
    }
  });

  it('publishes more than one request may carry, all or none', async () => {
    const relay = (await subject.open()).relay('r');
    const large = Array.from({ length: 30 }, (_, i) => message('a', `${i}:${'x'.repeat(100_000)}`));
    await relay.publish('cases', large, { from: undefined, to: 'p1' });
    const unfit = message('a', 'x'.repeat(2_000_000));
    await expect(relay.publish('cases', [...large, unfit], { from: 'p1', to: 'p2' })).rejects.toThrow();
    expect(await relay.checkpoint()).toBe('p1');
    await relay.publish('cases', [message('a', 'last')], { from: 'p1', to: 'p2' });
    expect((await valuesOf('a')).map((value) => value.split(':')[0])).toEqual([...large.keys().map(String), 'last']);
  });

  it('finds its checkpoint however many transactions were undone since', async () => {
    const relay = (await subject.open()).relay('r');
    await relay.publish('cases', [message('a', '1')], { from: undefined, to: 'p1' });
    const undoing = subject.kafka.producer({ transactionalId: `${subject.prefix}relay.r`, retry: { initialRetryTime: 5, retries: 20 } });
    await undoing.connect();
    for (let i = 0; i < 10; i++) {
      const transaction = await undoing.transaction();
      const undone = Array.from({ length: 30 }, () => ({ key: 'r', value: 'undone' }));
      await transaction.send({ topic: `${subject.prefix}relay.r.checkpoint`, messages: undone });
      await transaction.abort();
    }
    await undoing.disconnect();
    expect(await (await subject.open()).relay('r').checkpoint()).toBe('p1');
  });
});
