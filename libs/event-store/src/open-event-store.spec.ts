import { expect, it } from '@jest/globals';
import { openEventStore, sqlitePathOf } from './open-event-store.js';

it('takes the path of an embedded store from its URL', () => {
  expect(sqlitePathOf('sqlite:./data/events.db')).toBe('./data/events.db');
  expect(sqlitePathOf('sqlite:/var/lib/casetrail/events.db')).toBe('/var/lib/casetrail/events.db');
});

it.each(['sqlite:', 'mongodb://localhost/events', 'esdb:localhost', './data/events.db', ''])('names the setting when it cannot be %p', async (url) => {
  await expect(openEventStore(url)).rejects.toThrow(/EVENT_STORE_URL must be sqlite:<path of a file>.* or esdb:/);
});

it.each(['esdb://localhost:2113', 'esdb+discover://cluster:2113', 'kurrentdb://localhost:2113?tls=false', 'kurrentdb+discover://cluster'])(
  'opens %p without asking whether it is there',
  async (url) => {
    const store = await openEventStore(url);
    await store.close();
  },
);

it.each(['mongodb://admin:secret@host:2113', 'esdb://admin:secret@ho st:2113', 'esdb://admin:secret@host?colour=red'])('keeps the password of %p to itself', async (url) => {
  await expect(openEventStore(url)).rejects.toThrow(/EVENT_STORE_URL/);
  await expect(openEventStore(url)).rejects.not.toThrow(/secret|admin/);
});
