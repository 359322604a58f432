import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../json.js';
import type { CollectionSpec, DocumentWrite, ProjectionCollection, ProjectionStore } from '../projection-store.js';

/** A store of the contract's own, empty, and how to give it back. */
export interface OpenedProjectionStore {
  readonly store: ProjectionStore;
  close(): Promise<void>;
}

/** In what a server that stands in for the real one in specs is known to fail. What is named here is checked to fail. */
export interface KnownDeviations {
  /** Strings compare by their UTF-16 code units, which differs behind U+D7FF. */
  readonly comparesByUtf16?: boolean;
}

const SPEC: CollectionSpec = { indexes: [['owner', 'id'], ['owner_number']], counts: [] };

/** What every store of projections promises to the engine; an adapter's spec calls it with a way to open one. */
export function projectionStoreContract(name: string, open: () => Promise<OpenedProjectionStore>, known: KnownDeviations = {}): void {
  describe(`${name} as a projection store`, () => {
    let opened: OpenedProjectionStore;
    let store: ProjectionStore;
    let collection: ProjectionCollection;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
      collection = await store.openCollection('things_v1_1', SPEC);
    });

    afterEach(() => opened.close());

    const stored = async (id: string): Promise<unknown> => (await collection.getMany([id]))[0];
    const writing = (id: string, replaces: string | undefined, position: string, body?: DocumentWrite['body']): DocumentWrite => ({
      id,
      replaces,
      position,
      body,
    });

    describe('documents', () => {
      it('are given back as they were written', async () => {
        const body = { id: 1, text: 'Zoë "\u0000\u{1f600}', none: null, yes: true, list: [1, { a: [] }], deep: { er: { value: 0.1 } } };
        expect(await collection.write([writing('a.1', undefined, '01', body)])).toEqual({ refused: 0 });
        expect(await stored('a.1')).toEqual({ id: 'a.1', position: '01', body });
        expect(JSON.stringify((await collection.getMany(['a.1']))[0]?.body)).toBe(JSON.stringify(body));
      });

      it('are given back whatever JSON they are', async () => {
        const deep = JSON.parse(`${'{"a":['.repeat(150)}${']}'.repeat(150)}`) as Json;
        const values: readonly Json[] = [
          { 'a.b': { $set: { c: 1 } }, '': 0, 'nul\u0000': 1, constructor: 2, toString: 3, length: 4 },
          { $ref: 'x', $id: 1 },
          { _bsontype: 'ObjectId', id: 'x' },
          { toBSON: 1, toJSON: 2, _id: 3 },
          JSON.parse('{"__proto__": {"x": 1}}') as Json,
          ['lone \ud800 surrogate', { '\udfff': 1 }],
          [2 ** 31, 2 ** 53 - 1, -(2 ** 53) + 1, 1e300, 5e-324, 0.1],
          { z: 1, 10: 1, 9: 1, a: 1 },
          deep,
        ];
        const bodies = values.map((odd, index) => ({ id: index, owner: 'x', odd }));
        const writes = bodies.map((body) => writing(`a.${body.id}`, undefined, '01', body));
        expect(await collection.write(writes)).toEqual({ refused: 0 });
        expect(await collection.write(writes.map((write) => ({ ...write, replaces: '01', position: '02' })))).toEqual({ refused: 0 });
        for (const body of bodies) {
          expect(JSON.stringify((await collection.getMany([`a.${body.id}`]))[0]?.body)).toBe(JSON.stringify(body));
        }
        expect(await collection.idsWhere('owner', ['x'], undefined, 100)).toEqual(writes.map(({ id }) => id));
      });

      it('are found among many ids, each once', async () => {
        const ids = Array.from({ length: 3_000 }, (_, index) => `a.${index}`);
        await collection.write(ids.map((id) => writing(id, undefined, '01', { id })));
        const found = await collection.getMany([...ids, 'a.none']);
        expect(found.map(({ id }) => id).sort()).toEqual([...ids].sort());
        expect(await collection.getMany([])).toEqual([]);
      });

      it('are replaced only from the position that was read', async () => {
        await collection.write([writing('a', undefined, '01', { n: 1 })]);
        expect(await collection.write([writing('a', '00', '02', { n: 2 })])).toEqual({ refused: 1 });
        expect(await stored('a')).toEqual({ id: 'a', position: '01', body: { n: 1 } });
        expect(await collection.write([writing('a', '01', '02', { n: 2 })])).toEqual({ refused: 0 });
        expect(await stored('a')).toEqual({ id: 'a', position: '02', body: { n: 2 } });
      });

      it('are made only where there is none', async () => {
        await collection.write([writing('a', undefined, '01', { n: 1 })]);
        expect(await collection.write([writing('a', undefined, '02', { n: 2 })])).toEqual({ refused: 1 });
        expect(await collection.write([writing('b', '01', '02', { n: 2 })])).toEqual({ refused: 1 });
        expect(await stored('a')).toEqual({ id: 'a', position: '01', body: { n: 1 } });
        expect(await stored('b')).toBeUndefined();
      });

      it('are written where the guard holds, whatever becomes of the others', async () => {
        await collection.write([writing('a', undefined, '01', { n: 1 }), writing('b', undefined, '01', { n: 1 })]);
        const writes = [writing('a', '00', '02', { n: 2 }), writing('b', '01', '02', { n: 2 }), writing('c', undefined, '02', { n: 2 })];
        expect(await collection.write(writes)).toEqual({ refused: 1 });
        expect(await Promise.all(['a', 'b', 'c'].map(stored))).toMatchObject([{ body: { n: 1 } }, { body: { n: 2 } }, { body: { n: 2 } }]);
      });

      it('leave a tombstone when they are removed, which is guarded in the same way', async () => {
        await collection.write([writing('a', undefined, '01', { owner: 'x' })]);
        expect(await collection.write([writing('a', '00', '02')])).toEqual({ refused: 1 });
        expect(await collection.write([writing('a', '01', '02')])).toEqual({ refused: 0 });
        expect(await stored('a')).toEqual({ id: 'a', position: '02', body: undefined });
        expect(await collection.idsWhere('owner', ['x'], undefined, 10)).toEqual([]);
        expect(await collection.write([writing('a', undefined, '03', { n: 3 })])).toEqual({ refused: 1 });
        expect(await collection.write([writing('a', '01', '03', { n: 3 })])).toEqual({ refused: 1 });
        expect(await collection.write([writing('a', '02', '03')])).toEqual({ refused: 0 });
        expect(await stored('a')).toEqual({ id: 'a', position: '03', body: undefined });
        expect(await collection.write([writing('a', '03', '04', { n: 4 })])).toEqual({ refused: 0 });
        expect(await stored('a')).toEqual({ id: 'a', position: '04', body: { n: 4 } });
      });

      it('may be tombstones from the start', async () => {
        expect(await collection.write([writing('a', undefined, '01')])).toEqual({ refused: 0 });
        expect(await collection.write([writing('a', undefined, '02')])).toEqual({ refused: 1 });
        expect(await stored('a')).toEqual({ id: 'a', position: '01', body: undefined });
        await collection.write([writing('b', undefined, '01', { n: 1 })]);
        expect(await collection.write([writing('b', undefined, '02')])).toEqual({ refused: 1 });
      });

      it('are guarded one writer against the other', async () => {
        const other = await store.openCollection('things_v1_1', SPEC);
        const attempts = [collection, other].map((writer, n) => writer.write([writing('a', undefined, `0${n}`, { n })]));
        const refused = (await Promise.all(attempts)).map((result) => result.refused);
        expect(refused.sort()).toEqual([0, 1]);
      });
    });

    describe('search by a field', () => {
      it('gives ids in the order of their bytes, page by page', async () => {
        const ids = ['a.10', 'a.9', 'a.1', 'é', 'Z', '\u3042'];
        await collection.write(ids.map((id) => writing(id, undefined, '01', { owner: 'x' })));
        await collection.write([writing('b', undefined, '01', { owner: 'y' }), writing('c', undefined, '01', {})]);
        const expected = ['Z', 'a.1', 'a.10', 'a.9', 'é', '\u3042'];
        expect(await collection.idsWhere('owner', ['x'], undefined, 10)).toEqual(expected);
        expect(await collection.idsWhere('owner', ['x'], undefined, 3)).toEqual(expected.slice(0, 3));
        expect(await collection.idsWhere('owner', ['x'], 'a.10', 3)).toEqual(expected.slice(3, 6));
        expect(await collection.idsWhere('owner', ['z'], undefined, 10)).toEqual([]);
        expect(await collection.idsWhere('owner', [], undefined, 10)).toEqual([]);
      });

      it('gives the ids of several values in one order', async () => {
        const owners = { a: 'x', b: 'y', c: 'x', d: 'z', e: 'y' };
        await collection.write(Object.entries(owners).map(([id, owner]) => writing(id, undefined, '01', { owner })));
        expect(await collection.idsWhere('owner', ['y', 'x', 'none'], undefined, 10)).toEqual(['a', 'b', 'c', 'e']);
        expect(await collection.idsWhere('owner', ['y', 'x', 'none'], 'a', 2)).toEqual(['b', 'c']);
      });

      (known.comparesByUtf16 === true ? it.failing : it)('gives ids in the order of their bytes, not of UTF-16', async () => {
        await collection.write(['\u{1f600}', '\uffff'].map((id) => writing(id, undefined, '01', { owner: 'x' })));
        expect(await collection.idsWhere('owner', ['x'], undefined, 10)).toEqual(['\uffff', '\u{1f600}']);
        expect(await collection.idsWhere('owner', ['x'], '\uffff', 10)).toEqual(['\u{1f600}']);
      });

      it('follows the documents', async () => {
        await collection.write([writing('a', undefined, '01', { owner: 'x', owner_number: 1 })]);
        await collection.write([writing('a', '01', '02', { owner: 'y', owner_number: 2 })]);
        expect(await collection.idsWhere('owner', ['x'], undefined, 10)).toEqual([]);
        expect(await collection.idsWhere('owner', ['y'], undefined, 10)).toEqual(['a']);
        expect(await collection.idsWhere('owner_number', [2], undefined, 10)).toEqual(['a']);
      });

      it('needs an index that begins with the field', async () => {
        await expect(collection.idsWhere('id', [1], undefined, 10)).rejects.toThrow('id');
      });
    });

    describe('collections', () => {
      it('may be prepared for queries at any time, and again', async () => {
        await collection.write([writing('a', undefined, '01', { owner: 'x' }), writing('b', undefined, '01')]);
        await collection.prepareForQueries();
        await collection.write([writing('a', '01', '02', { owner: 'y' }), writing('c', undefined, '02', { owner: 'y' })]);
        await collection.prepareForQueries();
        collection = await store.openCollection('things_v1_1', SPEC);
        await collection.prepareForQueries();
        expect(await collection.idsWhere('owner', ['y'], undefined, 10)).toEqual(['a', 'c']);
      });

      it('stay as they are when they are opened again', async () => {
        await collection.write([writing('a', undefined, '01', { n: 1 })]);
        collection = await store.openCollection('things_v1_1', SPEC);
        expect(await stored('a')).toEqual({ id: 'a', position: '01', body: { n: 1 } });
      });

      it('are dropped with all that they hold, and can be made anew', async () => {
        await collection.write([writing('a', undefined, '01', { owner: 'x' }), writing('b', undefined, '01')]);
        await store.dropCollection('things_v1_1');
        await store.dropCollection('things_v1_1');
        collection = await store.openCollection('things_v1_1', SPEC);
        expect(await collection.getMany(['a', 'b'])).toEqual([]);
        expect(await collection.write([writing('a', undefined, '02', { owner: 'x' })])).toEqual({ refused: 0 });
      });

      it('do not know each other', async () => {
        const other = await store.openCollection('things_v1_2', SPEC);
        await collection.write([writing('a', undefined, '01', { n: 1 })]);
        expect(await other.getMany(['a'])).toEqual([]);
        await store.dropCollection('things_v1_2');
        expect(await stored('a')).toMatchObject({ body: { n: 1 } });
      });
    });

    describe('registers', () => {
      it('move only from what they hold', async () => {
        expect(await store.getRegister('r')).toBeUndefined();
        expect(await store.moveRegister('r', 'x', 'y')).toBe(false);
        expect(await store.moveRegister('r', undefined, 'one')).toBe(true);
        expect(await store.moveRegister('r', undefined, 'two')).toBe(false);
        expect(await store.moveRegister('r', 'other', 'two')).toBe(false);
        expect(await store.moveRegister('r', 'one', 'two')).toBe(true);
        expect(await store.getRegister('r')).toBe('two');
        expect(await store.getRegister('s')).toBeUndefined();
      });

      it('can be emptied', async () => {
        await store.moveRegister('r', undefined, 'one');
        expect(await store.moveRegister('r', 'other', undefined)).toBe(false);
        expect(await store.moveRegister('r', 'one', undefined)).toBe(true);
        expect(await store.getRegister('r')).toBeUndefined();
        expect(await store.moveRegister('r', undefined, undefined)).toBe(true);
      });

      it('let one of many win', async () => {
        const attempts = Array.from({ length: 20 }, (_, n) => store.moveRegister('r', undefined, String(n)));
        const won = await Promise.all(attempts);
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await store.getRegister('r')).toBe(String(won.indexOf(true)));
      });
    });
  });
}
