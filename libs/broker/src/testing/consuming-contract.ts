import { expect, it } from '@jest/globals';
import type { Message } from '../broker.js';
import { type BrokerSpec, count, message, values } from './broker-fixtures.js';

/** Messages as consumers get them: whole, in order, each group all of them. */
export function consumingContract(spec: () => BrokerSpec): void {
  it('gives back what was published, headers and every character', async () => {
    const text = 'Zoë 李 🦊 \u0000 "quoted"\n\\ e\u0301';
    const sent: Message = { key: `acme.${text}`, headers: { ce_id: '1', ce_subject: text }, value: text };
    await spec().broker.publish('cases', [sent]);
    const [received] = await spec().consume('g', count(1));
    expect(received).toEqual({ ...sent, topic: 'cases', offset: expect.any(String) });
  });

  it('keeps the order of each key, whatever is handled at the same time', async () => {
    const sent = Array.from({ length: 300 }, (_, i) => message(`key-${i % 7}`, String(i)));
    await spec().broker.publish('cases', sent.slice(0, 100));
    await spec().broker.publish('cases', sent.slice(100));
    let atOnce = 0;
    let most = 0;
    const handled = await spec().consume('g', count(300), {
      concurrency: 4,
      handle: async ({ value }) => {
        most = Math.max(most, ++atOnce);
        for (let turn = 0; turn < (Number(value) * 7) % 5; turn++) await Promise.resolve();
        atOnce--;
      },
    });
    for (const [key, ofKey] of Map.groupBy(handled, (received) => received.key)) {
      expect(values(ofKey)).toEqual(values(sent.filter((one) => one.key === key)));
    }
    expect(new Set(values(handled)).size).toBe(300);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('keeps topics apart', async () => {
    await spec().broker.publish('cases', [message('a', 'case')]);
    await spec().broker.publish('checks', [message('a', 'check')]);
    expect(values(await spec().consume('g', count(1), { topic: 'checks' }))).toEqual(['check']);
    expect(values(await spec().consume('g', count(1), { topic: 'cases' }))).toEqual(['case']);
  });

  it('gives every group every message, also a group that comes later', async () => {
    await spec().broker.publish('cases', [message('a', '1'), message('a', '2')]);
    expect(values(await spec().consume('one', count(2)))).toEqual(['1', '2']);
    expect(values(await spec().consume('two', count(2)))).toEqual(['1', '2']);
  });

  it('wakes a consumer that waits', async () => {
    const consuming = spec().consume('g', count(2));
    await spec().broker.publish('cases', [message('a', '1')]);
    await spec().broker.publish('cases', [message('a', '2')]);
    expect(values(await consuming)).toEqual(['1', '2']);
  });

  it('goes on where the group was, after a restart', async () => {
    await spec().broker.publish('cases', ['1', '2', '3'].map((value) => message('a', value)));
    expect(values(await spec().consume('g', count(2)))).toEqual(['1', '2']);
    await spec().reopen();
    await spec().broker.publish('cases', [message('a', '4')]);
    expect(values(await spec().consume('g', count(2)))).toEqual(['3', '4']);
  });

  it('can be used while it is open', async () => {
    await spec().broker.check();
    await spec().broker.close();
    await expect(spec().broker.check()).rejects.toThrow();
  });

  it('bears ten thousand messages', async () => {
    const sent = Array.from({ length: 10_000 }, (_, i) => message(`key-${i % 100}`, String(i)));
    await spec().broker.publish('cases', sent);
    const handled = await spec().consume('g', count(10_000), { concurrency: 8 });
    expect(new Set(values(handled))).toEqual(new Set(values(sent)));
    expect(handled).toHaveLength(10_000);
  });
}
