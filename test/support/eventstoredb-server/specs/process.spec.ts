// The stand-in as a process of its own: it says what it is, ends in order, and loses nothing when it is killed.
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { eventually } from '../../eventually.js';
import { numbers } from './seen.js';
import { event, events, newStream } from './spec-server.js';

const MAIN = resolve('dist/test/support/eventstoredb-server/main.js');
let dataDir: string;
let running: ChildProcess | undefined;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'eventstoredb-'));
});

afterEach(async () => {
  await end('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts it, and gives what it says until it is ready. */
async function start(port = 0): Promise<string> {
  const child = spawn(process.execPath, [MAIN, '--port', String(port), '--data', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  running = child;
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await eventually(() => {
    expect(said).toMatch(/ready at esdb:\S+\n/);
  });
  return said;
}

async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const child = running;
  running = undefined;
  if (!child) return null;
  const exit = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exit)[0];
}

const urlIn = (said: string): string => /esdb:\S+/.exec(said)![0];

it('says that it is a stand-in, keeps everything, and ends in order', async () => {
  const said = await start();
  expect(said).toMatch(/stand-in for tests\. It is no EventStoreDB/);
  const stream = newStream();
  const [deleted, tombstoned] = [newStream(), newStream()];
  const client = EventStoreDBClient.connectionString(urlIn(said));
  await client.appendToStream(stream, events(0, 1, 2));
  await client.setStreamMetadata(stream, { maxCount: 2 });
  for (const other of [deleted, tombstoned]) await client.appendToStream(other, events(0));
  await client.deleteStream(deleted);
  await client.tombstoneStream(tombstoned);
  expect(await end('SIGTERM')).toBe(0);

  await start(Number(new URL(urlIn(said)).port));
  await eventually(async () => {
    expect(await numbers(client.readStream(stream))).toEqual([1, 2]);
  });
  await expect(numbers(client.readStream(deleted))).rejects.toMatchObject({ type: 'stream-not-found' });
  await expect(numbers(client.readStream(tombstoned))).rejects.toMatchObject({ type: 'stream-deleted' });
  await client.dispose();
});

it('loses nothing that it answered when it is killed', async () => {
  const said = await start();
  const client = EventStoreDBClient.connectionString(urlIn(said));
  const answered: string[] = [];
  const writers = Array.from({ length: 8 }, async () => {
    for (;;) {
      const stream = newStream();
      await client.appendToStream(stream, [event(answered.length)], { expectedRevision: NO_STREAM });
      answered.push(stream);
    }
  });
  const settled = Promise.allSettled(writers);
  await eventually(() => {
    expect(answered.length).toBeGreaterThan(100);
  });
  await end('SIGKILL');
  await settled;

  await start(Number(new URL(urlIn(said)).port));
  await eventually(() => client.readAll({ maxCount: 1 }));
  const stored = new Set<string | undefined>();
  for await (const { event } of client.readAll()) stored.add(event?.streamId);
  expect(answered.filter((stream) => !stored.has(stream))).toEqual([]);
  await client.dispose();
});
