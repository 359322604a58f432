import { symlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '#event-sourcing';
import { runModule } from '../testing/child.js';
import { type TemporaryDirectory, temporaryDirectory } from '../testing/temporary-directory.js';
import { openSqliteEventStore, openSqliteEventStoreReader } from './open.js';

const HOLDER = `
  import { openSqliteEventStore } from '#event-store';
  openSqliteEventStore({ path: process.argv.at(-1) });
  console.log('open');
  setInterval(() => {}, 60_000);
`;

let directory: TemporaryDirectory;
let path: string;
beforeEach(() => {
  directory = temporaryDirectory();
  path = directory.file('events.db');
});
afterEach(() => {
  directory.remove();
});

it('lets one opener of a process write, until it closes', async () => {
  const store = openSqliteEventStore({ path });
  expect(() => openSqliteEventStore({ path })).toThrow(StoreUnavailableError);
  expect(() => openSqliteEventStore({ path })).toThrow(/already open for writing, by this very process\. .* stop that one first/);
  await store.close();
  await openSqliteEventStore({ path }).close();
});

it('knows the file by whatever path it is opened', async () => {
  const store = openSqliteEventStore({ path });
  symlinkSync(path, directory.file('link.db'));
  expect(() => openSqliteEventStore({ path: directory.file('link.db') })).toThrow(/already open for writing/);
  await store.close();
});

it('lets one process write, and the next one as soon as that one was killed', async () => {
  const holder = runModule(HOLDER, path);
  try {
    expect(await holder.lines.next()).toEqual({ done: false, value: 'open' });
    expect(() => openSqliteEventStore({ path })).toThrow(new RegExp(`already open for writing, by process ${holder.process.pid} on `));
    await openSqliteEventStoreReader(path).close();
  } finally {
    await holder.kill();
  }
  await openSqliteEventStore({ path }).close();
});
