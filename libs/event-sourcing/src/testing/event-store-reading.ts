import { expect, it } from '@jest/globals';
import type { RecordedEvent } from '../event.js';
import type { EventFilter, EventStore, ReadAllOptions, ReadStreamOptions } from '../event-store.js';
import { fill, fillStream, newEvents, type OpenedEventStore } from './event-store-fixtures.js';

const STREAMS = ['case-acme.1', 'caseConfig-acme.kyb', 'customer-acme.1', 'case-acme.1', 'case-other.1', 'customer-acme.1', 'case-acme.2', 'organization-acme'];

const FILTERS: [string, EventFilter | undefined, (event: RecordedEvent) => boolean][] = [
  ['everything', undefined, () => true],
  ['one category, not those that begin like it', { categories: ['case'] }, ({ stream }) => stream.startsWith('case-')],
  ['several categories', { categories: ['customer', 'organization'] }, ({ stream }) => /^(customer|organization)-/.test(stream)],
  ['a type that others only begin like', { types: ['case-acme.1-touch', 'case-'] }, () => false],
  ['one type', { types: ['case-acme.1-touched'] }, ({ type }) => type === 'case-acme.1-touched'],
  ['several types', { types: ['case-acme.2-touched', 'organization-acme-touched'] }, ({ type }) => /acme.2-t|organization/.test(type)],
  ['nothing', { categories: ['nobody'] }, () => false],
  ['no category at all', { categories: [] }, () => false],
];

/** Streams and the whole log, in both directions, by pages and through filters. */
export function readingContract(opened: () => OpenedEventStore): void {
  it('gives nothing of a stream that does not exist', async () => {
    const { store } = opened();
    await fill(store, STREAMS);
    for (const options of [{}, { direction: 'backwards' }, { from: 3 }, { limit: 1 }] satisfies ReadStreamOptions[]) {
      expect(await store.readStream('case-acme', options)).toEqual([]);
      expect(await store.readStream('case-acme.12', options)).toEqual([]);
    }
  });

  it.each<[ReadStreamOptions, number[]]>([
    [{}, [0, 1, 2, 3, 4]],
    [{ direction: 'backwards' }, [4, 3, 2, 1, 0]],
    [{ from: 2 }, [2, 3, 4]],
    [{ from: 2, limit: 2 }, [2, 3]],
    [{ limit: 1 }, [0]],
    [{ from: 4 }, [4]],
    [{ from: 5 }, []],
    [{ direction: 'backwards', limit: 1 }, [4]],
    [{ direction: 'backwards', from: 3, limit: 2 }, [3, 2]],
    [{ direction: 'backwards', from: 0 }, [0]],
    [{ direction: 'backwards', from: 9 }, [4, 3, 2, 1, 0]],
    [{ limit: 0 }, []],
  ])('reads of a stream of five events, with %j, the revisions %j', async (options, revisions) => {
    const { store } = opened();
    await store.append('case-acme.1', 'no-stream', newEvents(3));
    await store.append('case-acme.2', 'no-stream', newEvents(3));
    await store.append('case-acme.1', 2, newEvents(2));
    expect((await store.readStream('case-acme.1', options)).map(({ revision }) => revision)).toEqual(revisions);
  });

  it('keeps the log in the order of its positions, which agrees with every stream', async () => {
    const { store } = opened();
    const written = await fill(store, [...STREAMS, ...STREAMS]);
    const log = await store.readAll();
    expect(log).toEqual(written);
    const positions = log.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort());
    for (const stream of new Set(STREAMS)) {
      expect(log.filter((event) => event.stream === stream)).toEqual(await store.readStream(stream));
    }
  });

  it.each(FILTERS)('reads pages that meet without gap or overlap, both ways: %s', async (_, filter, passes) => {
    const { store } = opened();
    const written = await fill(store, [...STREAMS, ...STREAMS]);
    const expected = written.filter(passes);
    for (const limit of [1, 2, 3, 100]) {
      expect(await readPages(store, { limit, ...(filter && { filter }) })).toEqual(expected);
      expect(await readPages(store, { limit, direction: 'backwards', ...(filter && { filter }) })).toEqual(expected.toReversed());
    }
  });

  it('reads after any position, itself left out', async () => {
    const { store } = opened();
    const written = await fill(store, STREAMS);
    for (const [index, { position }] of written.entries()) {
      expect(await store.readAll({ after: position })).toEqual(written.slice(index + 1));
      expect(await store.readAll({ after: position, direction: 'backwards' })).toEqual(written.slice(0, index).reverse());
    }
  });

  it('gives a thousand events of the log unless it is told otherwise', async () => {
    const { store } = opened();
    await fillStream(store, 'case-acme.1', 1_200);
    expect(await store.readAll()).toHaveLength(1_000);
    expect(await store.readAll({ limit: 1_100, direction: 'backwards' })).toHaveLength(1_100);
    expect(await store.readStream('case-acme.1')).toHaveLength(1_200);
  });

  it('finds the few events that a filter lets through in a long log', async () => {
    const { store } = opened();
    const [first] = await fill(store, ['organization-first']);
    await fillStream(store, 'case-acme.1', 5_000);
    const [second] = await fill(store, ['organization-second']);
    await fillStream(store, 'case-acme.2', 5_000);
    const filter = { categories: ['organization'] };
    expect(await store.readAll({ filter })).toEqual([first, second]);
    expect(await store.readAll({ filter, direction: 'backwards', limit: 1 })).toEqual([second]);
  });

  it('keeps to the limit, in a long log and through a filter too', async () => {
    const { store } = opened();
    await fillStream(store, 'case-acme.1', 5_000);
    const filter = { categories: ['case'] };
    for (const limit of [1, 1_030, 2_500]) {
      expect(await store.readAll({ filter, limit })).toEqual(await store.readStream('case-acme.1', { limit }));
      expect(await store.readAll({ filter, limit, direction: 'backwards' })).toEqual(
        await store.readStream('case-acme.1', { limit, direction: 'backwards' }),
      );
    }
  });

  it('has a head: nothing while the log is empty, then the position of its last event', async () => {
    const { store } = opened();
    expect(await store.head()).toBeUndefined();
    expect(await store.readAll()).toEqual([]);
    const { position } = await store.append('case-acme.1', 'no-stream', newEvents(3));
    expect(await store.head()).toBe(position);
  });
}

async function readPages(store: EventStore, options: ReadAllOptions): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const after = events.at(-1)?.position;
    const page = await store.readAll({ ...options, ...(after === undefined ? {} : { after }) });
    if (page.length === 0) return events;
    events.push(...page);
  }
}
