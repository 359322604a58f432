import { expect, it } from '@jest/globals';
import type { ConsumerStatus } from '../broker.js';
import { type BrokerSpec, count, message, values } from './broker-fixtures.js';

/** Consumers that fail, that are stopped, and whose process ends. */
export function interruptionContract(spec: () => BrokerSpec): void {
  it('gives a message again that was never handled to its end', async () => {
    await spec().broker.publish('cases', [message('a', '1'), message('a', '2')]);
    const effects: string[] = [];
    const stop = new AbortController();
    await spec().broker.consume({
      topic: 'cases',
      group: 'g',
      signal: stop.signal,
      handle: async ({ value }) => {
        effects.push(value);
        if (value === '1') return;
        stop.abort();
        throw new Error('the process ends between the effect and its offset');
      },
    });
    await spec().reopen();
    effects.push(...values(await spec().consume('g', count(1))));
    expect(effects).toEqual(['1', '2', '2']);
  });

  it('tries a failing message again in its place, says so, and skips nothing', async () => {
    await spec().broker.publish('cases', ['1', '2', '3'].map((value) => message('a', value)));
    const statuses: ConsumerStatus[] = [];
    let failures = 0;
    const handled = await spec().consume('g', count(3), {
      onStatus: (status) => statuses.push(status),
      handle: async ({ value }) => {
        if (value === '2' && failures++ < 3) throw new Error(`failure ${failures}`);
      },
    });
    expect(values(handled)).toEqual(['1', '2', '3']);
    const retrying = { state: 'retrying', message: expect.objectContaining({ value: '2' }), retryInMs: expect.any(Number) };
    expect(statuses).toEqual([
      { ...retrying, failures: 1, error: new Error('failure 1') },
      { ...retrying, failures: 2, error: new Error('failure 2') },
      { ...retrying, failures: 3, error: new Error('failure 3') },
      { state: 'running' },
    ]);
  });

  it('lets other keys go on while one fails', async () => {
    await spec().broker.publish('cases', [message('bad', '1'), message('good', '2'), message('good', '3')]);
    const stop = new AbortController();
    const good: string[] = [];
    await spec().broker.consume({
      topic: 'cases',
      group: 'g',
      concurrency: 2,
      signal: stop.signal,
      handle: async ({ key, value }) => {
        if (key === 'bad') throw new Error('bad');
        if (good.push(value) === 2) stop.abort();
      },
    });
    expect(good).toEqual(['2', '3']);
    const again = await spec().consume('g', (handled) => handled.some(({ value }) => value === '1'));
    expect(values(again.filter(({ key }) => key === 'bad'))).toEqual(['1']);
  });

  it('finishes what is being handled when it is stopped, and begins nothing more', async () => {
    await spec().broker.publish('cases', [message('a', '1'), message('a', '2')]);
    const begun: string[] = [];
    const finished: string[] = [];
    const stop = new AbortController();
    await spec().broker.consume({
      topic: 'cases',
      group: 'g',
      signal: stop.signal,
      handle: async ({ value }) => {
        begun.push(value);
        stop.abort();
        await new Promise(setImmediate);
        finished.push(value);
      },
    });
    expect([begun, finished]).toEqual([['1'], ['1']]);
    expect(values(await spec().consume('g', count(1)))).toEqual(['2']);
  });

  it('begins nothing more of any key when it is stopped', async () => {
    await spec().broker.publish('cases', Array.from({ length: 20 }, (_, i) => message(`key-${i}`, String(i))));
    const begun: string[] = [];
    const stop = new AbortController();
    await spec().broker.consume({
      topic: 'cases', group: 'g', attempts: 1, signal: stop.signal,
      handle: async ({ value }) => {
        begun.push(value);
        await new Promise(setImmediate);
        stop.abort();
      },
    });
    expect(begun).toHaveLength(1);
    expect(await spec().broker.deadLetters('cases', 'g').list()).toEqual([]);
  });

  it('ends consumers when it is closed', async () => {
    const consuming = spec().consume('g', count(1));
    await spec().broker.close();
    expect(await consuming).toEqual([]);
  });
}
