import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type EventStore, StoreUnavailableError } from '#event-sourcing';
import { type TemporaryDirectory, temporaryDirectory } from '../testing/temporary-directory.js';
import { openSqliteEventStore, openSqliteEventStoreReader } from './open.js';

let directory: TemporaryDirectory;
let owner: EventStore;
let reader: EventStore;
beforeEach(() => {
  directory = temporaryDirectory();
  owner = openSqliteEventStore({ path: directory.file('events.db') });
  reader = openSqliteEventStoreReader(directory.file('events.db'), { pollEveryMs: 1 });
});
afterEach(async () => {
  await reader.close();
  await owner.close();
  directory.remove();
});

const event = (id: string) => ({ id, type: 'thing-happened', data: { id }, metadata: { org: 'acme' } as never });

it('reads beside the writer and sees every append at once', async () => {
  const { position } = await owner.append('case-acme.1', 'no-stream', [event('a')]);
  expect(await reader.head()).toBe(position);
  expect(await reader.readStream('case-acme.1')).toEqual(await owner.readStream('case-acme.1'));
});

it('follows the log by looking for more', async () => {
  await owner.append('case-acme.1', 'no-stream', [event('a')]);
  const seen: string[] = [];
  for await (const { events } of reader.subscribe()) {
    seen.push(...events.map(({ id }) => id));
    if (seen.length === 3) break;
    await owner.append('case-acme.1', 'any', [event(`more-${seen.length}`)]);
  }
  expect(seen).toEqual(['a', 'more-1', 'more-2']);
});

it('refuses to write', async () => {
  await expect(reader.append('case-acme.1', 'no-stream', [event('a')])).rejects.toThrow(StoreUnavailableError);
  await expect(reader.append('case-acme.1', 'no-stream', [event('a')])).rejects.toThrow(/open for reading only/);
  expect(await owner.head()).toBeUndefined();
});

it('reads a store that no process has open', async () => {
  await owner.append('case-acme.1', 'no-stream', [event('a')]);
  await reader.close();
  await owner.close();
  reader = openSqliteEventStoreReader(directory.file('events.db'));
  expect(await reader.readAll()).toHaveLength(1);
});
