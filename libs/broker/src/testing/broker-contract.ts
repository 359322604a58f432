import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Broker, type ConsumeOptions, type ConsumerStatus, type Message, type ReceivedMessage, RelayFencedError } from '../broker.js';
import { deadLetterContract } from './dead-letter-contract.js';

/** One broker's data, that a spec begins without and can come back to. */
export interface BrokerSubject {
  /** Opens the broker; again after a close, with what was published. Its pauses after failures are as good as none. */
  open(): Promise<Broker>;
  /** Removes the data. */
  remove(): Promise<void>;
  /** A message that this broker cannot store, as one that is too large for it. */
  readonly unfit: Message;
}

const message = (key: string, value: string): Message => ({ key, headers: { 'content-type': 'text/plain' }, value });

/** What every broker promises; an adapter passes it with one line. */
export function brokerContract(name: string, start: () => Promise<BrokerSubject>): void {
  describe(`${name} as a broker`, () => {
    let subject: BrokerSubject;
    let broker: Broker;

    beforeEach(async () => {
      subject = await start();
      broker = await subject.open();
    });

    afterEach(async () => {
      await broker.close();
      await subject.remove();
    });

    const reopen = async (): Promise<void> => {
      await broker.close();
      broker = await subject.open();
    };

    /** Consumes until `enough` says so; gives everything that was handled. */
    async function consume(
      group: string,
      enough: (handled: readonly ReceivedMessage[]) => boolean,
      options: Partial<Omit<ConsumeOptions, 'group' | 'signal'>> = {},
    ): Promise<ReceivedMessage[]> {
      const { topic = 'cases', handle, ...rest } = options;
      const handled: ReceivedMessage[] = [];
      const stop = new AbortController();
      await broker.consume({
        topic,
        group,
        signal: stop.signal,
        handle: async (received) => {
          await handle?.(received);
          handled.push(received);
          if (enough(handled)) stop.abort();
        },
        ...rest,
      });
      return handled;
    }
    const count = (n: number) => (handled: readonly unknown[]): boolean => handled.length >= n;
    const values = (messages: readonly Message[]): string[] => messages.map(({ value }) => value);

    it('gives back what was published, headers and every character', async () => {
      const text = 'Zoë 李 🦊 \u0000 "quoted"\n\\ e\u0301';
      const sent: Message = { key: `acme.${text}`, headers: { ce_id: '1', ce_subject: text }, value: text };
      await broker.publish('cases', [sent]);
      const [received] = await consume('g', count(1));
      expect(received).toEqual({ ...sent, topic: 'cases', offset: expect.any(String) });
    });

    it('keeps the order of each key, whatever is handled at the same time', async () => {
      const sent = Array.from({ length: 300 }, (_, i) => message(`key-${i % 7}`, String(i)));
      await broker.publish('cases', sent.slice(0, 100));
      await broker.publish('cases', sent.slice(100));
      let atOnce = 0;
      let most = 0;
      const handled = await consume('g', count(300), {
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
      await broker.publish('cases', [message('a', 'case')]);
      await broker.publish('checks', [message('a', 'check')]);
      expect(values(await consume('g', count(1), { topic: 'checks' }))).toEqual(['check']);
      expect(values(await consume('g', count(1), { topic: 'cases' }))).toEqual(['case']);
    });

    it('gives every group every message, also a group that comes later', async () => {
      await broker.publish('cases', [message('a', '1'), message('a', '2')]);
      expect(values(await consume('one', count(2)))).toEqual(['1', '2']);
      expect(values(await consume('two', count(2)))).toEqual(['1', '2']);
    });

    it('wakes a consumer that waits', async () => {
      const consuming = consume('g', count(2));
      await broker.publish('cases', [message('a', '1')]);
      await broker.publish('cases', [message('a', '2')]);
      expect(values(await consuming)).toEqual(['1', '2']);
    });

    it('goes on where the group was, after a restart', async () => {
      await broker.publish('cases', ['1', '2', '3'].map((value) => message('a', value)));
      expect(values(await consume('g', count(2)))).toEqual(['1', '2']);
      await reopen();
      await broker.publish('cases', [message('a', '4')]);
      expect(values(await consume('g', count(2)))).toEqual(['3', '4']);
    });

    it('gives a message again that was never handled to its end', async () => {
      await broker.publish('cases', [message('a', '1'), message('a', '2')]);
      const effects: string[] = [];
      const stop = new AbortController();
      await broker.consume({
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
      await reopen();
      effects.push(...values(await consume('g', count(1))));
      expect(effects).toEqual(['1', '2', '2']);
    });

    it('tries a failing message again in its place, says so, and skips nothing', async () => {
      await broker.publish('cases', ['1', '2', '3'].map((value) => message('a', value)));
      const statuses: ConsumerStatus[] = [];
      let failures = 0;
      const handled = await consume('g', count(3), {
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
      await broker.publish('cases', [message('bad', '1'), message('good', '2'), message('good', '3')]);
      const stop = new AbortController();
      const good: string[] = [];
      await broker.consume({
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
      const again = await consume('g', (handled) => handled.some(({ value }) => value === '1'));
      expect(values(again.filter(({ key }) => key === 'bad'))).toEqual(['1']);
    });

    it('finishes what is being handled when it is stopped, and begins nothing more', async () => {
      await broker.publish('cases', [message('a', '1'), message('a', '2')]);
      const begun: string[] = [];
      const finished: string[] = [];
      const stop = new AbortController();
      await broker.consume({
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
      expect(values(await consume('g', count(1)))).toEqual(['2']);
    });

    it('begins nothing more of any key when it is stopped', async () => {
      await broker.publish('cases', Array.from({ length: 20 }, (_, i) => message(`key-${i}`, String(i))));
      const begun: string[] = [];
      const stop = new AbortController();
      await broker.consume({
        topic: 'cases', group: 'g', attempts: 1, signal: stop.signal,
        handle: async ({ value }) => {
          begun.push(value);
          await new Promise(setImmediate);
          stop.abort();
        },
      });
      expect(begun).toHaveLength(1);
      expect(await broker.deadLetters('cases', 'g').list()).toEqual([]);
    });

    it('ends consumers when it is closed', async () => {
      const consuming = consume('g', count(1));
      await broker.close();
      expect(await consuming).toEqual([]);
    });

    it('can be used while it is open', async () => {
      await broker.check();
      await broker.close();
      await expect(broker.check()).rejects.toThrow();
    });

    it('bears ten thousand messages', async () => {
      const sent = Array.from({ length: 10_000 }, (_, i) => message(`key-${i % 100}`, String(i)));
      await broker.publish('cases', sent);
      const handled = await consume('g', count(10_000), { concurrency: 8 });
      expect(new Set(values(handled))).toEqual(new Set(values(sent)));
      expect(handled).toHaveLength(10_000);
    });

    deadLetterContract(() => broker, reopen);

    describe('relaying', () => {
      it('has no checkpoint before its first step, and keeps it after a restart', async () => {
        expect(await broker.relay('r').checkpoint()).toBeUndefined();
        await broker.relay('r').publish('cases', [message('a', '1')], { from: undefined, to: 'p1' });
        await broker.relay('r').publish('cases', [], { from: 'p1', to: 'p2' });
        await reopen();
        expect(await broker.relay('r').checkpoint()).toBe('p2');
        expect(await broker.relay('another').checkpoint()).toBeUndefined();
        expect(values(await consume('g', count(1)))).toEqual(['1']);
      });

      it('fences a relay that was overtaken: nothing is published, the checkpoint stays', async () => {
        const [first, second] = [broker.relay('r'), broker.relay('r')];
        await first.publish('cases', [message('a', '1')], { from: undefined, to: 'p1' });
        await expect(second.publish('cases', [message('a', 'twice')], { from: undefined, to: 'p1' })).rejects.toThrow(RelayFencedError);
        await first.publish('cases', [message('a', '2')], { from: 'p1', to: 'p2' });
        await expect(second.publish('cases', [message('a', 'twice')], { from: 'p1', to: 'p3' })).rejects.toThrow(RelayFencedError);
        expect(await second.checkpoint()).toBe('p2');
        await broker.publish('cases', [message('a', 'last')]);
        expect(values(await consume('g', count(3)))).toEqual(['1', '2', 'last']);
      });

      it('stores neither messages nor checkpoint when one message cannot be stored', async () => {
        const messages = [message('a', '1'), subject.unfit];
        await expect(broker.relay('r').publish('cases', messages, { from: undefined, to: 'p1' })).rejects.toThrow();
        expect(await broker.relay('r').checkpoint()).toBeUndefined();
        await broker.publish('cases', [message('a', 'last')]);
        expect(values(await consume('g', count(1)))).toEqual(['last']);
      });

      it('wakes a consumer that waits', async () => {
        const consuming = consume('g', count(1));
        await broker.relay('r').publish('cases', [message('a', '1')], { from: undefined, to: 'p1' });
        expect(values(await consuming)).toEqual(['1']);
      });
    });
  });
}
