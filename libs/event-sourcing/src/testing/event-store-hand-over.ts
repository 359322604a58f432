import { expect, it } from '@jest/globals';
import type { RecordedEvent } from '../event.js';
import type { EventStore, SubscribeOptions } from '../event-store.js';
import { follow, newEvents, type OpenedEventStore } from './event-store-fixtures.js';

const WRITERS = 8;
const APPENDS_EACH = 40;

/** Subscribers that come while many write: each sees exactly the log, in order. */
export function handOverContract(opened: () => OpenedEventStore): void {
  it('shows every subscriber exactly the log, whenever it starts', async () => {
    const { store } = opened();
    const total = WRITERS * APPENDS_EACH * 2;
    const starting: SubscribeOptions[] = [{}, { batchSize: 1 }, { batchSize: 7 }, { batchSize: 64 }, {}, { batchSize: 3 }];
    const followers: Promise<RecordedEvent[]>[] = [];
    let appended = 0;

    await write(store, async () => {
      const options = appended++ % 50 === 0 ? starting.shift() : undefined;
      if (options) followers.push(follow(store, total, options));
    });

    const log = await store.readAll({ limit: total + 1 });
    expect(log).toHaveLength(total);
    expect(starting).toEqual([]);
    for (const seen of await Promise.all(followers)) expect(seen).toEqual(log);
  });

  it('shows a subscriber that stops and resumes again and again exactly what its filter lets through', async () => {
    const { store } = opened();
    const filter = { categories: ['case'] };
    const total = (WRITERS / 2) * APPENDS_EACH;
    const resuming = followInPieces(store, total, { filter, batchSize: 5 });
    await write(store);

    const log = await store.readAll({ limit: WRITERS * APPENDS_EACH * 2 });
    expect(await resuming).toEqual(log.filter(({ stream }) => stream.startsWith('case-')));
  });
}

/** Writers with a stream each, half of them of one category, and one stream that all of them write to. */
async function write(store: EventStore, afterEach?: () => Promise<void>): Promise<void> {
  const writer = async (number: number): Promise<void> => {
    const stream = `${number % 2 === 0 ? 'case' : 'caseConfig'}-acme.${number}`;
    for (let append = 0; append < APPENDS_EACH; append++) {
      await Promise.all([
        store.append(stream, append === 0 ? 'no-stream' : append - 1, newEvents(1)),
        store.append('log-acme', 'any', newEvents(1)),
      ]);
      await afterEach?.();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
}

/** Follows by a new subscription after each batch. */
async function followInPieces(store: EventStore, total: number, options: SubscribeOptions): Promise<RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  let after: string | undefined;
  while (seen.length < total) {
    for await (const batch of store.subscribe({ ...options, ...(after === undefined ? {} : { after }) })) {
      seen.push(...batch.events);
      const moved = batch.position !== after;
      after = batch.position;
      if (moved) break;
    }
  }
  return seen;
}
