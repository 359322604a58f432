import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Timer } from '#event-sourcing';
import { type Broker, GroupBusyError, type Message } from '../../broker.js';
import { brokerContract } from '../../testing/index.js';
import { openBroker } from '../index.js';

/** Waits for one turn of the event loop, however long it is asked to. */
const impatient: Timer = { delay: () => turnOfTheLoop() };
const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'broker-'));
const message = (value: string): Message => ({ key: 'a', headers: {}, value });

brokerContract('SqliteBroker', async () => {
  const folder = await newFolder();
  return {
    open: () => openBroker(`sqlite:${folder}/made/broker.db`, { timer: impatient }),
    unfit: { ...message('unfit'), value: undefined as unknown as string },
    remove: () => rm(folder, { recursive: true }),
  };
});

describe('the embedded broker', () => {
  let folder: string;
  let now = Date.parse('2026-01-01T00:00:00Z');
  const brokers: Broker[] = [];
  const open = async (): Promise<Broker> => {
    const broker = await openBroker(`sqlite:${folder}/broker.db`, { clock: { now: () => now }, timer: impatient, pollMs: 5, keepMs: 3_600_000 });
    brokers.push(broker);
    return broker;
  };

  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(async () => {
    await Promise.all(brokers.splice(0).map((broker) => broker.close()));
    await rm(folder, { recursive: true });
  });

  async function read(broker: Broker, group: string, howMany: number): Promise<string[]> {
    const values: string[] = [];
    const stop = new AbortController();
    await broker.consume({
      topic: 'cases', group, signal: stop.signal,
      handle: async ({ value }) => {
        if (values.push(value) === howMany) stop.abort();
      },
    });
    return values;
  }

  it('sees what another process publishes', async () => {
    const [here, there] = [await open(), await open()];
    const reading = read(here, 'g', 1);
    await there.publish('cases', [message('1')]);
    expect(await reading).toEqual(['1']);
  });

  it('refuses a second consumer of a group', async () => {
    const broker = await open();
    const reading = read(broker, 'g', 1);
    await expect(read(broker, 'g', 1)).rejects.toThrow(GroupBusyError);
    await broker.publish('cases', [message('1')]);
    await reading;
    await broker.publish('cases', [message('2')]);
    expect(await read(broker, 'g', 1)).toEqual(['2']);
  });

  it('stops a consumer whose offset another process has moved', async () => {
    const [here, there] = [await open(), await open()];
    await here.publish('cases', [message('1'), message('2')]);
    const consuming = here.consume({
      topic: 'cases', group: 'g', signal: new AbortController().signal,
      handle: async () => {
        await read(there, 'g', 1);
      },
    });
    await expect(consuming).rejects.toThrow(GroupBusyError);
  });

  it('forgets old messages that every group has read, and no others', async () => {
    const broker = await open();
    await broker.publish('cases', ['1', '2', '3'].map(message));
    expect(await read(broker, 'fast', 3)).toEqual(['1', '2', '3']);
    expect(await read(broker, 'slow', 1)).toEqual(['1']);
    now += 3_600_001;
    await broker.publish('cases', [message('4')]);
    expect(await read(broker, 'new', 3)).toEqual(['2', '3', '4']);
    expect(await read(broker, 'slow', 3)).toEqual(['2', '3', '4']);
  });

  it('replays when another process asks, and keeps letters for as long as they are there, however old', async () => {
    const [here, there] = [await open(), await open()];
    await here.publish('cases', [message('1'), message('2')]);
    let mended = false;
    const stop = new AbortController();
    const handled: string[] = [];
    await here.consume({
      topic: 'cases', group: 'g', signal: stop.signal, attempts: 1,
      handle: async ({ value }) => {
        if (!mended) throw new Error('broken');
        if (handled.push(value) === 2) stop.abort();
      },
      onStatus: ({ state }) => {
        if (state !== 'parked' || mended) return;
        now += 30 * 24 * 3_600_000;
        mended = true;
        void there.deadLetters('cases', 'g').replay();
      },
    });
    expect(handled).toEqual(['1', '2']);
    expect(await there.deadLetters('cases', 'g').list()).toEqual([]);
  });

  it('forgets what became of the letters of a key that has none any more', async () => {
    const broker = await open();
    const consume = async (until: 'parked' | 'handled', fails: (value: string) => boolean): Promise<void> => {
      const stop = new AbortController();
      await broker.consume({
        topic: 'cases', group: 'g', signal: stop.signal, attempts: 1,
        handle: async ({ value }) => {
          if (fails(value)) throw new Error('broken');
          if (until === 'handled') stop.abort();
        },
        onStatus: ({ state }) => {
          if (state === 'parked' && until === 'parked') stop.abort();
        },
      });
    };
    await broker.publish('cases', [{ ...message('secret'), key: 'freed' }]);
    await consume('parked', () => true);
    await broker.deadLetters('cases', 'g').replay();
    await consume('handled', () => false);
    await broker.publish('cases', [{ ...message('kept'), key: 'parked' }]);
    await consume('parked', () => true);
    now += 3_600_001;
    await broker.publish('cases', [message('3')]);
    await consume('handled', () => false);
    const records = new DatabaseSync(`${folder}/broker.db`, { readOnly: true });
    expect(records.prepare("SELECT key FROM messages WHERE topic = 'cases.g.dead-letters'").all()).toEqual([{ key: 'parked' }]);
    records.close();
  });

  it('says what is wrong with its URL', async () => {
    await expect(openBroker('amqp://user:secret@host')).rejects.toThrow('BROKER_URL: no broker for "amqp:"; expected sqlite:<path>');
    await expect(openBroker('broker.db')).rejects.toThrow('BROKER_URL');
    await expect(openBroker('sqlite:')).rejects.toThrow('BROKER_URL');
    await expect(openBroker('sqlite:/dev/null/broker.db')).rejects.toThrow('BROKER_URL: cannot open /dev/null/broker.db');
  });

  it('does not touch a file of a later format', async () => {
    const database = new DatabaseSync(`${folder}/broker.db`);
    database.exec('PRAGMA user_version = 2');
    database.close();
    await expect(open()).rejects.toThrow('the file has format 2');
  });
});
