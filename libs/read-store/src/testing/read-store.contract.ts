import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  BuildWriter,
  buildsRegister,
  type CollectionSpec,
  type JsonObject,
  physicalCollection,
  type ProjectionCollection,
} from '#event-sourcing';
import {
  type KnownDeviations,
  type OpenedProjectionStore,
  project,
  projectionStoreContract,
  thingHistories,
  thingsProjection,
} from '#event-sourcing/testing';
import type { Condition, Query } from '../query.js';
import { UnindexedQueryError } from '../query.js';
import type { ReadStore } from '../read-store.js';

/** A read store of the contract's own, empty. */
export interface OpenedReadStore {
  readonly store: ReadStore;
  /** Opens the same store once more, as another process would. */
  another(): Promise<ReadStore>;
  /** Closes everything that was opened, and removes what it left. */
  dispose(): Promise<void>;
}

const SPEC: CollectionSpec = {
  indexes: [
    ['org', 'archived', 'id'],
    ['org', 'name', 'id'],
    ['org', 'score', 'id'],
    ['org', 'owner.key', 'id'],
    ['org', 'search_words'],
  ],
  counts: [['org', 'archived'], ['org', 'archived', 'owner.key']],
};

/**
 * What every read store promises, to the projection engine and to queries. An adapter proves itself with one line:
 *
 *     readStoreContract('my engine', async () => ({ store, another, dispose }));
 *
 * @param open called before each spec.
 */
export function readStoreContract(name: string, open: () => Promise<OpenedReadStore>, known: KnownDeviations = {}): void {
  const openForProjections = async (): Promise<OpenedProjectionStore> => {
    const opened = await open();
    return { store: opened.store, close: () => opened.dispose() };
  };
  projectionStoreContract(name, openForProjections, known);

  describe(`${name} as a read store`, () => {
    let opened: OpenedReadStore;
    let store: ReadStore;
    let collection: ProjectionCollection;
    let generation = 100;

    /** Makes a build and lets queries read it. */
    async function activate(build: string): Promise<ProjectionCollection> {
      const made = await store.openCollection(physicalCollection('things', build), SPEC);
      await made.prepareForQueries();
      const key = buildsRegister('things');
      const active = { id: build, version: 1, collections: [physicalCollection('things', build)] };
      await store.moveRegister(key, await store.getRegister(key), JSON.stringify({ active, retired: [], generation: 1 }));
      return made;
    }

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
      collection = await activate('v1_1');
    });

    afterEach(() => opened.dispose());

    const insert = async (...bodies: readonly JsonObject[]): Promise<void> => {
      const writes = bodies.map((body) => ({ id: `${body.org as string}.${body.id as number}`, replaces: undefined, position: '01', body }));
      expect(await collection.write(writes)).toEqual({ refused: 0 });
    };
    const thing = (id: number, more: JsonObject = {}): JsonObject => ({ id, org: 'acme', archived: false, ...more });
    const acme: Condition = { field: 'org', eq: 'acme' };
    const byId = { field: 'id', direction: 'asc' } as const;
    const found = async (filter: Query['filter'], more: Partial<Query> = {}): Promise<unknown[]> => {
      const documents = await store.find('things', { filter, sort: byId, limit: 1_000, ...more });
      if (more.skip === undefined && more.limit === undefined) expect(await store.count('things', filter)).toBe(documents.length);
      return documents.map(({ id }) => id);
    };

    describe('a model', () => {
      it('that was never built is empty', async () => {
        expect(await store.findOne('nothing', 'acme.1')).toBeUndefined();
        expect(await store.find('nothing', { filter: [acme], sort: byId, limit: 10 })).toEqual([]);
        expect(await store.count('nothing', [acme])).toBe(0);
      });

      it('is read from the build that is active at that moment, also elsewhere, also when the old one is gone', async () => {
        const reader = await opened.another();
        await insert(thing(1, { name: 'old' }));
        expect(await reader.findOne('things', 'acme.1')).toMatchObject({ name: 'old' });
        collection = await activate('v1_2');
        await insert(thing(1, { name: 'new' }));
        await store.dropCollection(physicalCollection('things', 'v1_1'));
        expect(await reader.findOne('things', 'acme.1')).toMatchObject({ name: 'new' });
        expect(await reader.find('things', { filter: [acme], sort: byId, limit: 10 })).toMatchObject([{ name: 'new' }]);
        expect(await reader.count('things', [acme])).toBe(1);
      });

      it('can be read while builds come and go', async () => {
        const reader = await opened.another();
        await insert(thing(1));
        const reading = (async () => {
          for (let n = 0; n < 200; n++) {
            expect(await reader.findOne('things', 'acme.1')).toBeDefined();
            expect(await reader.count('things', [acme, { field: 'archived', eq: false }])).toBe(1);
            if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
          }
        })();
        for (let generation = 2; generation < 12; generation++) {
          const next = await store.openCollection(physicalCollection('things', `v1_${generation}`), SPEC);
          await next.write([{ id: 'acme.1', replaces: undefined, position: '01', body: thing(1) }]);
          await activate(`v1_${generation}`);
          await store.dropCollection(physicalCollection('things', `v1_${generation - 1}`));
          await new Promise((resolve) => setImmediate(resolve));
        }
        await reading;
      });

      it('refuses a spec that changed under the same name', async () => {
        await expect(store.openCollection(physicalCollection('things', 'v1_1'), { indexes: [], counts: [] })).rejects.toThrow('version');
      });
    });

    describe('findOne', () => {
      it('gives the document of this id, and nothing where it is not or was removed', async () => {
        const body = thing(1, { name: 'x', deep: [{ a: null }] });
        await insert(body);
        expect(await store.findOne('things', 'acme.1')).toEqual(body);
        expect(await store.findOne('things', 'acme.2')).toBeUndefined();
        await collection.write([{ id: 'acme.1', replaces: '01', position: '02', body: undefined }]);
        expect(await store.findOne('things', 'acme.1')).toBeUndefined();
        expect(await found([acme])).toEqual([]);
      });
    });

    describe('conditions', () => {
      beforeEach(async () => {
        await insert(
          thing(1, { name: 'anna', score: 0.1, owner: { key: 'k1' } }),
          thing(2, { name: 'bert', score: 1, owner: { key: 'k2' }, archived: true }),
          thing(3, { name: 'Zoë', score: 10, owner: { key: null } }),
          thing(4, { name: null, owner: null }),
          thing(5, {}),
          { ...thing(6, { name: 'anna', score: 0.1 }), org: 'other' },
        );
      });

      it.each<[string, Condition, readonly number[]]>([
        ['eq a string', { field: 'name', eq: 'anna' }, [1]],
        ['eq a string that nobody has', { field: 'name', eq: 'ann' }, []],
        ['eq a number', { field: 'score', eq: 0.1 }, [1]],
        ['eq true', { field: 'archived', eq: true }, [2]],
        ['eq false', { field: 'archived', eq: false }, [1, 3, 4, 5]],
        ['eq null, as missing', { field: 'name', eq: null }, [4, 5]],
        ['eq in a nested object', { field: 'owner.key', eq: 'k2' }, [2]],
        ['eq null in a nested object', { field: 'owner.key', eq: null }, [3, 4, 5]],
        ['exists', { field: 'name', exists: true }, [1, 2, 3]],
        ['does not exist', { field: 'name', exists: false }, [4, 5]],
        ['in strings', { field: 'name', in: ['anna', 'Zoë', 'nobody'] }, [1, 3]],
        ['in numbers', { field: 'score', in: [1, 10] }, [2, 3]],
        ['in booleans', { field: 'archived', in: [true] }, [2]],
        ['in nothing', { field: 'name', in: [] }, []],
        ['in strings and null, as missing', { field: 'name', in: ['anna', null] }, [1, 4, 5]],
        ['in null alone', { field: 'name', in: [null] }, [4, 5]],
        ['gte a number', { field: 'score', gte: 1 }, [2, 3]],
        ['gt a number', { field: 'score', gt: 1 }, [3]],
        ['lt a number', { field: 'score', lt: 1 }, [1]],
        ['lte a number', { field: 'score', lte: 1 }, [1, 2]],
        ['between numbers', { field: 'score', gt: 0.1, lt: 10 }, [2]],
        ['gte a string, by bytes', { field: 'name', gte: 'anna' }, [1, 2]],
        ['lt a string, by bytes', { field: 'name', lt: 'a' }, [3]],
        ['a range of the id', { field: 'id', gt: 3 }, [4, 5]],
      ])('%s', async (_, condition, expected) => {
        expect(await found([acme, condition])).toEqual(expected);
      });

      it('hold together', async () => {
        expect(await found([acme, { field: 'archived', eq: false }, { field: 'score', gte: 0 }, { field: 'name', exists: true }])).toEqual([1, 3]);
      });

      it('follow a document that changes', async () => {
        await collection.write([{ id: 'acme.1', replaces: '01', position: '02', body: thing(1, { name: 'carl' }) }]);
        expect(await found([acme, { field: 'name', eq: 'anna' }])).toEqual([]);
        expect(await found([acme, { field: 'name', eq: 'carl' }])).toEqual([1]);
        expect(await found([acme, { field: 'score', eq: null }])).toEqual([1, 4, 5]);
      });

      it('are refused on fields that no index holds', async () => {
        const query = (filter: Query['filter'], sort: Query['sort'] = byId): Promise<unknown> => store.find('things', { filter, sort, limit: 1 });
        await expect(query([acme, { field: 'color', eq: 'red' }])).rejects.toThrow(UnindexedQueryError);
        await expect(query([acme], { field: 'color', direction: 'asc' })).rejects.toThrow(/color/);
        await expect(query([{ field: 'name', eq: 'anna' }])).rejects.toThrow(UnindexedQueryError);
        await expect(store.count('things', [{ field: 'name', eq: 'anna' }])).rejects.toThrow(UnindexedQueryError);
        await expect(query([{ words: ['a'] }])).rejects.toThrow(UnindexedQueryError);
        await expect(query([acme, { field: 'search_words', eq: 'a' }])).rejects.toThrow(UnindexedQueryError);
      });

      it('find documents whatever else is in them', async () => {
        const odd = { name: 'odd', owner: { key: 'k9', 'a.b': 1 }, $more: ['\ud800'], search_words: ['odd'] };
        await insert(thing(7, odd));
        expect(await found([acme, { field: 'owner.key', eq: 'k9' }])).toEqual([7]);
        expect(await found([acme, { words: ['od'] }, { field: 'score', eq: null }])).toEqual([7]);
        expect(await store.find('things', { filter: [acme, { field: 'name', eq: 'odd' }], sort: byId, limit: 1 })).toEqual([thing(7, odd)]);
      });

      it('never find what was removed', async () => {
        await collection.write([{ id: 'acme.1', replaces: '01', position: '02', body: undefined }]);
        await collection.write([{ id: 'acme.9', replaces: undefined, position: '02', body: undefined }]);
        expect(await found([{ field: 'org', exists: true }])).toEqual([2, 3, 4, 5, 6]);
        expect(await found([{ field: 'org', eq: null }])).toEqual([]);
        expect(await found([{ field: 'org', exists: false }, { field: 'name', eq: null }])).toEqual([]);
        expect(await found([], { sort: { field: 'org', direction: 'asc' } })).toEqual([2, 3, 4, 5, 6]);
      });
    });

    describe('words', () => {
      beforeEach(async () => {
        await insert(
          thing(1, { search_words: ['anna', 'van', 'dam'] }),
          thing(2, { search_words: ['annabel', 'dampf'] }),
          thing(3, { search_words: ['bert', '100%'] }),
          thing(4, { search_words: [] }),
          thing(5),
          { ...thing(6, { search_words: ['anna'] }), org: 'other' },
        );
      });

      it.each<[readonly string[], readonly number[]]>([
        [['anna'], [1, 2]],
        [['annab'], [2]],
        [['nna'], []],
        [['dam', 'an'], [1, 2]],
        [['van', 'an'], [1]],
        [['bert', 'anna'], []],
        [['100%'], [3]],
        [['%'], []],
        [['_'], []],
        [['\u{10ffff}'], []],
        [[], [1, 2, 3, 4, 5]],
      ])('%j', async (words, expected) => {
        expect(await found([acme, { words }])).toEqual(expected);
      });

      it('follow a document that changes or goes', async () => {
        await collection.write([{ id: 'acme.1', replaces: '01', position: '02', body: thing(1, { search_words: ['carla', 'van', 'van'] }) }]);
        await collection.write([{ id: 'acme.2', replaces: '01', position: '02', body: undefined }]);
        expect(await found([acme, { words: ['anna'] }])).toEqual([]);
        expect(await found([acme, { words: ['van', 'carl'] }])).toEqual([1]);
        expect(await found([{ field: 'org', eq: 'other' }, { words: ['anna'] }])).toEqual([6]);
      });

      it('hold together with other conditions', async () => {
        expect(await found([acme, { words: ['anna'] }, { field: 'id', gt: 1 }])).toEqual([2]);
      });
    });

    describe('order and pages', () => {
      beforeEach(async () => {
        await insert(...Array.from({ length: 25 }, (_, index) => thing(index + 1, { score: (index * 7) % 4 === 0 ? null : (index * 7) % 4 })));
      });

      const scoreOf = (id: number): number => ((id - 1) * 7) % 4;
      const ids = Array.from({ length: 25 }, (_, index) => index + 1);

      it.each(['asc', 'desc'] as const)('sorts %s by a field, null first, and by id where it is alike', async (direction) => {
        const ascending = [...ids].sort((a, b) => scoreOf(a) - scoreOf(b) || a - b);
        const expected = direction === 'asc' ? ascending : ascending.reverse();
        expect(await found([acme], { sort: { field: 'score', direction } })).toEqual(expected);
      });

      it('sorts ids as numbers', async () => {
        expect(await found([acme], { sort: { field: 'id', direction: 'desc' } })).toEqual([...ids].reverse());
      });

      it('gives nothing of a page without room', async () => {
        expect(await found([acme], { limit: 0 })).toEqual([]);
      });

      it('gives pages that together are everything, once', async () => {
        const pages = await Promise.all(
          [0, 10, 20, 30].map((skip) => found([acme], { sort: { field: 'score', direction: 'desc' }, skip, limit: 10 })),
        );
        expect(pages.map(({ length }) => length)).toEqual([10, 10, 5, 0]);
        expect(pages.flat()).toEqual(await found([acme], { sort: { field: 'score', direction: 'desc' } }));
      });

      it.each([['score', 'asc'], ['score', 'desc'], ['id', 'asc'], ['id', 'desc']] as const)(
        'gives what comes after any place in the order of %s %s, without documents that lack the field',
        async (field, direction) => {
          const sort = { field, direction };
          const everything = await store.find('things', { filter: [acme, { field, exists: true }], sort, limit: 100 });
          for (const [index, document] of everything.entries()) {
            const after = { value: document[field] as number, id: document.id as number };
            const rest = everything.slice(index + 1).map(({ id }) => id);
            expect(await found([acme], { sort, after, limit: 100 })).toEqual(rest);
            expect(await found([acme], { sort, after, limit: 2, skip: 1 })).toEqual(rest.slice(1, 3));
          }
        },
      );
    });

    it('refuses names that are none, and values that cannot be indexed', async () => {
      await expect(store.openCollection('x"; DROP', { indexes: [], counts: [] })).rejects.toThrow('name');
      await expect(store.openCollection('a.b', { indexes: [], counts: [] })).rejects.toThrow('name');
      await expect(store.openCollection('x', { indexes: [['a"b']], counts: [] })).rejects.toThrow('name');
      await expect(store.openCollection('x', { indexes: [['$a']], counts: [] })).rejects.toThrow('name');
      for (const body of [thing(1, { name: ['a'] }), thing(1, { owner: [{ key: 'a' }] }), thing(1, { owner: { key: {} } })]) {
        await expect(collection.write([{ id: 'acme.1', replaces: undefined, position: '01', body }])).rejects.toThrow('is indexed');
      }
      expect(await collection.getMany(['acme.1'])).toEqual([]);
    });

    it('makes indexes, words and counts of documents that were there before it was prepared for queries', async () => {
      const name = physicalCollection('things', 'v1_2');
      collection = await store.openCollection(name, SPEC);
      await insert(thing(1, { search_words: ['anna', 'anna'] }), thing(2, { archived: true }), thing(3), thing(4));
      await collection.write([{ id: 'acme.4', replaces: '01', position: '02', body: undefined }]);
      collection = await activate('v1_2');
      expect(await found([acme, { words: ['ann'] }])).toEqual([1]);
      expect(await found([acme, { field: 'archived', eq: false }])).toEqual([1, 3]);
      await insert(thing(5, { search_words: ['anna'] }));
      expect(await found([acme, { words: ['ann'] }])).toEqual([1, 5]);
      expect(await found([acme, { field: 'archived', eq: false }])).toEqual([1, 3, 5]);
    });

    describe('counts', () => {
      const counted = (archived: boolean, more: readonly Condition[] = []): Promise<number> =>
        store.count('things', [acme, { field: 'archived', eq: archived }, ...more]);

      it('follow documents that come, change and go, refused writes left out', async () => {
        await insert(thing(1), thing(2), thing(3, { archived: true }), { ...thing(4), org: 'other' });
        expect([await counted(false), await counted(true)]).toEqual([2, 1]);
        await collection.write([
          { id: 'acme.1', replaces: '01', position: '02', body: thing(1, { archived: true }) },
          { id: 'acme.2', replaces: '00', position: '02', body: thing(2, { archived: true }) },
        ]);
        expect([await counted(false), await counted(true)]).toEqual([1, 2]);
        await collection.write([{ id: 'acme.2', replaces: undefined, position: '02', body: thing(2, { archived: true }) }]);
        expect([await counted(false), await counted(true)]).toEqual([1, 2]);
        await collection.write([{ id: 'acme.3', replaces: '01', position: '02', body: undefined }]);
        expect([await counted(false), await counted(true)]).toEqual([1, 1]);
        await collection.write([{ id: 'acme.3', replaces: '02', position: '03', body: thing(3) }]);
        expect([await counted(false), await counted(true)]).toEqual([2, 1]);
      });

      it('tell null and values apart', async () => {
        await insert(thing(1, { owner: { key: 'x' } }), thing(2, { owner: { key: null } }), thing(3), thing(4, { owner: { key: '1' } }));
        expect(await counted(false, [{ field: 'owner.key', eq: 'x' }])).toBe(1);
        expect(await counted(false, [{ field: 'owner.key', eq: null }])).toBe(2);
        expect(await counted(false, [{ field: 'owner.key', eq: '1' }])).toBe(1);
        expect(await counted(false, [{ field: 'owner.key', eq: 'y' }])).toBe(0);
      });
    });

    it('holds what the projection engine makes of a history', async () => {
      for (const history of fc.sample(thingHistories, { seed: 1, numRuns: 20 })) {
        const build = `v1_${++generation}`;
        const writer = new BuildWriter(thingsProjection, { id: build, version: 1, collections: [] }, store, build, { unwritten: 5, kept: 3 });
        await writer.load();
        for (let start = 0; start < history.length; start += 7) {
          const events = history.slice(start, start + 7);
          await writer.handle({ events, position: events.at(-1)?.position ?? '', live: false });
        }
        await writer.prepareForQueries();
        const expected = project(thingsProjection, history);
        for (const [name, documents] of Object.entries(expected)) {
          const ids = Array.from({ length: 10 }, (_, index) => String(index));
          const made = await store.openCollection(physicalCollection(name, build), { indexes: thingsProjection.collections[name] ?? [], counts: [] });
          const stored = (await made.getMany(ids)).flatMap(({ id, body }) => (body === undefined ? [] : [[id, body]]));
          expect(Object.fromEntries(stored)).toEqual(documents);
        }
      }
    });

    describe('two writers', () => {
      it('share one store: guards and registers hold between them, and each sees what the other wrote', async () => {
        const other = await opened.another();
        const theirs = await other.openCollection(physicalCollection('things', 'v1_1'), SPEC);
        await insert(thing(1));
        const attempts = [collection, theirs].map((writer, n) =>
          writer.write([{ id: 'acme.1', replaces: '01', position: `02${n}`, body: thing(1, { score: n }) }]),
        );
        const refused = (await Promise.all(attempts)).map((result) => result.refused);
        expect([...refused].sort()).toEqual([0, 1]);
        expect(await other.findOne('things', 'acme.1')).toMatchObject({ score: refused.indexOf(0) });
        const moves = await Promise.all([store, other].map((each, n) => each.moveRegister('r', undefined, String(n))));
        expect(moves.filter(Boolean)).toHaveLength(1);
        expect(await other.getRegister('r')).toBe(await store.getRegister('r'));
      });
    });
  });
}
