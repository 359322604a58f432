import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventBatch, type EventStore, type RecordedEvent, silentLogger, type SubscribeOptions } from '#event-sourcing';
import { record } from '#event-sourcing/testing';
import { type Broker, type ReceivedMessage, RelayFencedError } from './broker.js';
import { openBroker } from './engines/index.js';
import { fromMessage, type IntegrationEvent } from './integration-event.js';
import { runRelay } from './relay.js';

/** An event of the log: number `n`, in the stream of a case. */
const event = (n: number, caseId: string, type: string): RecordedEvent =>
  record({ type, data: { n } }, { stream: `case-acme.${caseId}`, revision: n, position: n });

const completed = (recorded: RecordedEvent): IntegrationEvent[] =>
  recorded.type !== 'case-completed'
    ? []
    : [{
        id: recorded.id,
        type: 'casetrail.case.completed.v1',
        org: recorded.metadata.org,
        subject: recorded.stream.slice('case-acme.'.length),
        time: recorded.metadata.occurred_at,
        sequence: recorded.revision,
        correlationId: recorded.metadata.$correlationId,
        data: {},
      }];

/** A log that grows while it is read, and whose reader sees every event in a batch of its own. */
class GrowingLog implements Pick<EventStore, 'subscribe'> {
  readonly reads: (string | undefined)[] = [];
  readonly filters: unknown[] = [];
  constructor(private readonly events: readonly RecordedEvent[], private readonly whenRead: () => void) {}

  async *subscribe({ after, filter }: SubscribeOptions = {}): AsyncGenerator<EventBatch> {
    this.reads.push(after);
    this.filters.push(filter);
    for (const one of this.events) {
      if (after === undefined || one.position > after) yield { events: [one], position: one.position, live: false };
    }
    this.whenRead();
  }
}

describe('the relay', () => {
  let folder: string;
  let broker: Broker;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relay-'));
    broker = await openBroker(`sqlite:${folder}/broker.db`);
  });
  afterEach(async () => {
    await broker.close();
    await rm(folder, { recursive: true });
  });

  /** Relays until the end of these events is reached. */
  async function relay(events: readonly RecordedEvent[], through: Broker = broker): Promise<GrowingLog> {
    const stop = new AbortController();
    const log = new GrowingLog(events, () => {
      stop.abort();
    });
    await runRelay({
      store: log as unknown as EventStore, broker: through, name: 'cases', topic: 'cases', categories: ['case'], translate: completed,
      signal: stop.signal, logger: silentLogger, timer: { delay: () => turnOfTheLoop() },
    }).ended;
    return log;
  }

  /** Everything in the topic, which must be so many messages: a marker shows that nothing follows. */
  async function published(): Promise<ReceivedMessage[]> {
    await broker.publish('cases', [{ key: 'end', headers: {}, value: '' }]);
    const messages: ReceivedMessage[] = [];
    const stop = new AbortController();
    await broker.consume({
      topic: 'cases', group: 'reader', signal: stop.signal,
      handle: async (message) => {
        if (message.key === 'end') stop.abort();
        else messages.push(message);
      },
    });
    return messages;
  }

  it('publishes what the translation gives, in the order of the log', async () => {
    const log = await relay([event(0, '1', 'case-created'), event(1, '1', 'case-completed'), event(2, '2', 'case-completed')]);
    expect(log.filters).toEqual([{ categories: ['case'] }]);
    const messages = await published();
    expect(messages.map(({ key }) => key)).toEqual(['acme.1', 'acme.2']);
    expect(messages.map(fromMessage)).toEqual([completed(event(1, '1', 'case-completed'))[0], completed(event(2, '2', 'case-completed'))[0]]);
  });

  it('goes on from its checkpoint and publishes nothing twice', async () => {
    const events = [event(0, '1', 'case-completed'), event(1, '2', 'case-completed')];
    await relay(events.slice(0, 1));
    const log = await relay(events);
    expect(log.reads).toEqual([events[0]!.position]);
    expect((await published()).map(({ key }) => key)).toEqual(['acme.1', 'acme.2']);
  });

  it('publishes each event once when publishing fails before or after it took effect', async () => {
    let calls = 0;
    const flaky: Pick<Broker, 'relay'> = {
      relay: (name) => {
        const sound = broker.relay(name);
        return {
          checkpoint: () => sound.checkpoint(),
          publish: async (...step) => {
            const call = ++calls;
            if (call === 1) throw new Error('not stored');
            await sound.publish(...step);
            if (call === 3) throw new Error('stored, but the answer was lost');
          },
        };
      },
    };
    await relay([event(0, '1', 'case-completed'), event(1, '2', 'case-completed'), event(2, '3', 'case-completed')], flaky as Broker);
    expect((await published()).map(({ key }) => key)).toEqual(['acme.1', 'acme.2', 'acme.3']);
  });

  it('ends when another relay has overtaken it', async () => {
    const events = [event(0, '1', 'case-completed'), event(1, '2', 'case-completed')];
    const overtaken: Pick<Broker, 'relay'> = {
      relay: (name) => ({
        checkpoint: () => broker.relay(name).checkpoint(),
        publish: () => Promise.reject(new RelayFencedError(name)),
      }),
    };
    // Nobody stops it: it would never end by itself otherwise.
    const log = new GrowingLog(events, () => undefined);
    await runRelay({
      store: log as unknown as EventStore, broker: overtaken as Broker, name: 'cases', topic: 'cases', categories: ['case'],
      translate: completed, signal: new AbortController().signal, logger: silentLogger, timer: { delay: () => turnOfTheLoop() },
    }).ended;
    expect(log.reads).toHaveLength(1);
    expect(await published()).toEqual([]);
  });

  it('moves its checkpoint past many events that nobody is told of', async () => {
    const events = Array.from({ length: 1_500 }, (_, n) => event(n, '1', 'note-added'));
    await relay(events);
    expect(await broker.relay('cases').checkpoint()).toBe(events[999]!.position);
    expect(await published()).toEqual([]);
  });
});
