import { expect, it } from '@jest/globals';
import { openEventStore, sqlitePathOf } from './open-event-store.js';

it('takes the path of an embedded store from its URL', () => {
  expect(sqlitePathOf('sqlite:./data/events.db')).toBe('./data/events.db');
  expect(sqlitePathOf('sqlite:/var/lib/casetrail/events.db')).toBe('/var/lib/casetrail/events.db');
});

it.each(['sqlite:', 'mongodb://localhost/events', 'esdb://localhost:2113', './data/events.db', ''])('names the setting when it cannot be %p', (url) => {
  expect(() => openEventStore(url)).toThrow(/EVENT_STORE_URL must be sqlite:<path of a file>/);
});

it('keeps the password of a URL to itself', () => {
  expect(() => openEventStore('esdb://admin:secret@host:2113')).not.toThrow(/secret/);
  expect(() => openEventStore('esdb://admin:secret@host:2113')).toThrow(/esdb:\/\/…@host/);
});
