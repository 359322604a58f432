import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AgendaItem, RunningDispatcher } from '#dispatch';
import { CommandRunner, type Logger, silentLogger } from '#event-sourcing';
import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import type { AttemptRequest, AttemptResult } from '../delivery.channel.js';
import type { DeliveryChannelName } from '../delivery.events.js';
import { deliveryAggregate } from '../delivery.state.js';
import { deliveryStream } from '../delivery-id.js';
import { scheduleDelivery } from '../schedule-delivery/schedule-delivery.js';
import { type DeliveryDispatcherSettings, dispatchDeliveries } from './dispatcher.js';

const ok: AttemptResult = { delivered: true, status: 200 };
const failure: AttemptResult = { delivered: false, reason: 'http_500', status: 500, permanent: false };
const completed = { webhookUrl: 'https://example.com/', body: {}, apiVersion: 3, syncPlatforms: [], document: {} };

describe('the dispatcher', () => {
  let store: InMemoryEventStore;
  let time: ManualTime;
  let attempts: AttemptRequest[];
  let told: object[];
  let answer: (request: AttemptRequest) => Promise<AttemptResult>;
  let stop: AbortController;
  let running: RunningDispatcher[];

  beforeEach(() => {
    store = new InMemoryEventStore();
    time = new ManualTime();
    [attempts, told, running] = [[], [], []];
    answer = async () => ok;
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    time.advance(3_600_000);
    await Promise.all(running.map(({ ended }) => ended));
  });

  const channel = {
    name: 'webhook' as const,
    plan: () => [],
    attempt: async (request: AttemptRequest) => {
      attempts.push(request);
      return answer(request);
    },
  };
  const tell = (level: string) => (fields: object, message: string): void => {
    told.push({ level, message, ...fields });
  };
  const logger: Logger = { ...silentLogger, warn: tell('warn'), error: tell('error') };
  const emptyBacklog = {
    position: async () => undefined,
    async *pending(): AsyncGenerator<AgendaItem> {
      // Nothing is pending.
    },
  };

  async function start(settings: Partial<DeliveryDispatcherSettings> = {}): Promise<RunningDispatcher> {
    const dispatcher = dispatchDeliveries({
      store, runner: new CommandRunner(store), cases: { at: async () => completed }, channel,
      clock: time, timer: time, random: () => 0.5,
      backlog: emptyBacklog, signal: stop.signal, logger, ...settings,
    });
    running.push(dispatcher);
    await settle();
    return dispatcher;
  }

  /** Lets everything happen that can happen without time passing. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await turnOfTheLoop();
  }

  async function pass(milliseconds: number): Promise<void> {
    time.advance(milliseconds);
    await settle();
  }

  async function schedule(id: string, host = 'example.com', channel: DeliveryChannelName = 'webhook'): Promise<string> {
    const command = { channel, caseId: 17, caseRevision: 4, host };
    const context = { org: 'acme', actor: 'system:deliveries', commandId: `schedule/${id}`, correlationId: 'request-1', now: time.now() };
    await new CommandRunner(store).run(deliveryAggregate, deliveryStream('acme', id), (state) => scheduleDelivery(command, state), context);
    await settle();
    return deliveryStream('acme', id);
  }

  const eventsOf = async (stream: string) => (await store.readStream(stream)).map(({ type }) => type);

  it('makes the first attempt at once, and puts its result on record', async () => {
    const dispatcher = await start();
    const stream = await schedule('1');
    expect(attempts).toMatchObject([{ attempt: 1, completed, delivery: { org: 'acme', id: '1', channel: 'webhook', caseId: 17, caseRevision: 4 } }]);
    expect(await eventsOf(stream)).toEqual(['delivery-scheduled', 'delivery-succeeded']);
    const [scheduled, succeeded] = await store.readStream(stream);
    expect(succeeded?.metadata).toMatchObject({ org: 'acme', actor: 'system:deliveries', $correlationId: 'request-1', $causationId: scheduled?.id });
    expect([dispatcher.pending, dispatcher.inFlight]).toEqual([0, 0]);
  });

  it('leaves the deliveries of other channels alone', async () => {
    const dispatcher = await start();
    const stream = await schedule('1', 'example.com', 'salesforce');
    expect([attempts, dispatcher.pending]).toEqual([[], 0]);
    expect(await eventsOf(stream)).toEqual(['delivery-scheduled']);
  });

  it('tries again when it is time, no sooner, until it succeeds', async () => {
    answer = async ({ attempt }) => (attempt < 3 ? failure : ok);
    await start();
    const stream = await schedule('1');
    await pass(4_999);
    expect(attempts).toHaveLength(1);
    await pass(1);
    expect(attempts).toHaveLength(2);
    await pass(299_999);
    expect(attempts).toHaveLength(2);
    await pass(1);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(await eventsOf(stream)).toEqual(['delivery-scheduled', 'delivery-attempt-failed', 'delivery-attempt-failed', 'delivery-succeeded']);
  });

  it('gives up after the last attempt', async () => {
    answer = async () => failure;
    await start();
    const stream = await schedule('1');
    for (let hour = 0; hour < 200; hour++) await pass(1_800_000);
    expect(attempts).toHaveLength(10);
    expect((await eventsOf(stream)).at(-1)).toBe('delivery-abandoned');
  });

  it('tells the log why an outcome does not arrive, and never by its URL', async () => {
    answer = async ({ attempt }) => (attempt === 1 ? { delivered: false, reason: 'refused_address', permanent: false } : { ...failure, permanent: true });
    await start();
    await schedule('1');
    await pass(5_000);
    const fields = { org: 'acme', channel: 'webhook', case_id: 17, host: 'example.com' };
    const later = new Date(time.now()).toISOString();
    expect(told).toEqual([
      { level: 'warn', message: 'outcome could not be delivered, will be tried again', ...fields, attempt: 1, reason: 'refused_address', next_attempt_at: later },
      { level: 'error', message: 'outcome could not be delivered and is given up', ...fields, attempt: 2, reason: 'http_500' },
    ]);
  });

  it('abandons the delivery of a case that is gone', async () => {
    await start({ cases: { at: async () => undefined } });
    const stream = await schedule('1');
    expect((await store.readStream(stream)).at(-1)).toMatchObject({ type: 'delivery-abandoned', data: { reason: 'case_gone' } });
    expect(attempts).toEqual([]);
  });

  describe('after a restart', () => {
    const restart = async (settings: Partial<DeliveryDispatcherSettings> = {}): Promise<void> => {
      stop.abort();
      await Promise.all(running.map(({ ended }) => ended));
      stop = new AbortController();
      await start({ signal: stop.signal, ...settings });
    };

    it('takes up what is pending where it was, though the backlog lags behind the log', async () => {
      answer = async () => failure;
      await start();
      const streams = [await schedule('1'), await schedule('2')];
      const position = await store.head();
      await pass(5_000);
      const late = await schedule('3');
      expect(attempts.map(({ delivery, attempt }) => `${delivery.id}/${attempt}`)).toEqual(['1/1', '2/1', '1/2', '2/2', '3/1']);

      attempts = [];
      answer = async () => ok;
      await restart({
        backlog: {
          position: async () => position,
          async *pending() {
            for (const stream of streams) yield { stream, host: 'example.com', at: 0 };
          },
        },
      });
      expect(attempts).toEqual([]);
      await pass(5_000);
      expect(attempts.map(({ delivery }) => delivery.id)).toEqual(['3']);
      await pass(300_000);
      expect(attempts.map(({ delivery, attempt }) => `${delivery.id}/${attempt}`).sort()).toEqual(['1/3', '2/3', '3/2']);
      expect(await eventsOf(late)).toEqual(['delivery-scheduled', 'delivery-attempt-failed', 'delivery-succeeded']);
    });

    it('reminds nobody of what is finished, whatever the backlog says', async () => {
      await start();
      const stream = await schedule('1');
      await restart({
        backlog: {
          position: async () => undefined,
          async *pending() {
            yield { stream, host: 'example.com', at: 0 };
          },
        },
      });
      await pass(60_000);
      expect(attempts).toHaveLength(1);
    });

    it('makes the same attempt again when the process died before its record', async () => {
      const dying = Object.assign(Object.create(store) as InMemoryEventStore, { append: () => Promise.withResolvers<never>().promise });
      await start({ runner: new CommandRunner(dying) });
      const stream = await schedule('1');
      stop = new AbortController();
      await start({ signal: stop.signal });
      expect(attempts.map(({ attempt, delivery }) => [attempt, delivery.id])).toEqual([[1, '1'], [1, '1']]);
      expect(await eventsOf(stream)).toEqual(['delivery-scheduled', 'delivery-succeeded']);
      running.shift();
    });
  });

  it('makes an attempt again whose result could not be recorded', async () => {
    let appends = 0;
    const flaky = Object.assign(Object.create(store) as InMemoryEventStore, {
      append: async (...args: Parameters<InMemoryEventStore['append']>) => {
        if (++appends === 1) throw new Error('the disk is full');
        return store.append(...args);
      },
    });
    await start({ runner: new CommandRunner(flaky) });
    const stream = await schedule('1');
    expect(await eventsOf(stream)).toEqual(['delivery-scheduled']);
    await pass(1_000);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect(await eventsOf(stream)).toEqual(['delivery-scheduled', 'delivery-succeeded']);
  });

  it('does not let a slow receiver hold up the others, and loses none of what waits', async () => {
    const slow = Promise.withResolvers<AttemptResult>();
    answer = async ({ delivery }) => (delivery.host === 'slow.example' ? slow.promise : ok);
    const dispatcher = await start({ limits: { total: 4, perHost: 2 } });
    for (const id of ['s1', 's2', 's3', 's4', 's5']) await schedule(id, 'slow.example');
    await schedule('q1', 'quick.example');
    await schedule('q2', 'quick.example');
    expect(attempts.map(({ delivery }) => delivery.id)).toEqual(['s1', 's2', 'q1', 'q2']);
    expect([dispatcher.pending, dispatcher.inFlight]).toEqual([5, 2]);
    slow.resolve(ok);
    await settle();
    expect(attempts.map(({ delivery }) => delivery.id).sort()).toEqual(['q1', 'q2', 's1', 's2', 's3', 's4', 's5']);
    expect(dispatcher.pending).toBe(0);
  });

  it('lets attempts under way finish when it is stopped, and begins no others', async () => {
    const slow = Promise.withResolvers<AttemptResult>();
    answer = async () => slow.promise;
    const dispatcher = await start({ limits: { total: 1, perHost: 1 } });
    const [first, second] = [await schedule('1'), await schedule('2')];
    stop.abort();
    await settle();
    slow.resolve(ok);
    await dispatcher.ended;
    expect(await eventsOf(first)).toEqual(['delivery-scheduled', 'delivery-succeeded']);
    expect(await eventsOf(second)).toEqual(['delivery-scheduled']);
  });

  it('waits only so long for attempts under way, and records nothing of those it cuts off', async () => {
    answer = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    const dispatcher = await start({ graceMs: 1_000 });
    const stream = await schedule('1');
    stop.abort();
    await settle();
    expect(dispatcher.inFlight).toBe(1);
    await pass(1_000);
    await dispatcher.ended;
    expect(await eventsOf(stream)).toEqual(['delivery-scheduled']);
  });
});
