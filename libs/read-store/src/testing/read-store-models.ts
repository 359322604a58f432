import { expect, it } from '@jest/globals';
import { physicalCollection } from '#event-sourcing';
import { acme, byId, SPEC, thing, type Things } from './read-store-fixtures.js';

/** Models as builds of projections, and their documents one by one. */
export function modelsContract(things: () => Things): void {
  it('that was never built is empty', async () => {
    expect(await things().store.findOne('nothing', 'acme.1')).toBeUndefined();
    expect(await things().store.find('nothing', { filter: [acme], sort: byId, limit: 10 })).toEqual([]);
    expect(await things().store.count('nothing', [acme])).toBe(0);
  });

  it('is read from the build that is active at that moment, also elsewhere, also when the old one is gone', async () => {
    const reader = await things().another();
    await things().insert(thing(1, { name: 'old' }));
    expect(await reader.findOne('things', 'acme.1')).toMatchObject({ name: 'old' });
    await things().activate('v1_2');
    await things().insert(thing(1, { name: 'new' }));
    await things().store.dropCollection(physicalCollection('things', 'v1_1'));
    expect(await reader.findOne('things', 'acme.1')).toMatchObject({ name: 'new' });
    expect(await reader.find('things', { filter: [acme], sort: byId, limit: 10 })).toMatchObject([{ name: 'new' }]);
    expect(await reader.count('things', [acme])).toBe(1);
  });

  it('can be read while builds come and go', async () => {
    const reader = await things().another();
    await things().insert(thing(1));
    const reading = (async () => {
      for (let n = 0; n < 200; n++) {
        expect(await reader.findOne('things', 'acme.1')).toBeDefined();
        expect(await reader.count('things', [acme, { field: 'archived', eq: false }])).toBe(1);
        if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let generation = 2; generation < 12; generation++) {
      const next = await things().store.openCollection(physicalCollection('things', `v1_${generation}`), SPEC);
      await next.write([{ id: 'acme.1', replaces: undefined, position: '01', body: thing(1) }]);
      await things().activate(`v1_${generation}`);
      await things().store.dropCollection(physicalCollection('things', `v1_${generation - 1}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await reading;
  });

  it('refuses a spec that changed under the same name', async () => {
    await expect(things().store.openCollection(physicalCollection('things', 'v1_1'), { indexes: [], counts: [] })).rejects.toThrow('version');
  });

  it('gives one document by its id, and nothing where it is not or was removed', async () => {
    const body = thing(1, { name: 'x', deep: [{ a: null }] });
    await things().insert(body);
    expect(await things().store.findOne('things', 'acme.1')).toEqual(body);
    expect(await things().store.findOne('things', 'acme.2')).toBeUndefined();
    await things().collection.write([{ id: 'acme.1', replaces: '01', position: '02', body: undefined }]);
    expect(await things().store.findOne('things', 'acme.1')).toBeUndefined();
    expect(await things().found([acme])).toEqual([]);
  });

  it('refuses names that are none, and values that cannot be indexed', async () => {
    await expect(things().store.openCollection('x"; DROP', { indexes: [], counts: [] })).rejects.toThrow('name');
    await expect(things().store.openCollection('a.b', { indexes: [], counts: [] })).rejects.toThrow('name');
    await expect(things().store.openCollection('x', { indexes: [['a"b']], counts: [] })).rejects.toThrow('name');
    await expect(things().store.openCollection('x', { indexes: [['$a']], counts: [] })).rejects.toThrow('name');
    for (const body of [thing(1, { name: ['a'] }), thing(1, { owner: [{ key: 'a' }] }), thing(1, { owner: { key: {} } })]) {
      await expect(things().collection.write([{ id: 'acme.1', replaces: undefined, position: '01', body }])).rejects.toThrow('is indexed');
    }
    expect(await things().collection.getMany(['acme.1'])).toEqual([]);
  });

  it('makes indexes, words and counts of documents that were there before it was prepared for queries', async () => {
    const name = physicalCollection('things', 'v1_2');
    things().collection = await things().store.openCollection(name, SPEC);
    await things().insert(thing(1, { search_words: ['anna', 'anna'] }), thing(2, { archived: true }), thing(3), thing(4));
    await things().collection.write([{ id: 'acme.4', replaces: '01', position: '02', body: undefined }]);
    await things().activate('v1_2');
    expect(await things().found([acme, { words: ['ann'] }])).toEqual([1]);
    expect(await things().found([acme, { field: 'archived', eq: false }])).toEqual([1, 3]);
    await things().insert(thing(5, { search_words: ['anna'] }));
    expect(await things().found([acme, { words: ['ann'] }])).toEqual([1, 5]);
    expect(await things().found([acme, { field: 'archived', eq: false }])).toEqual([1, 3, 5]);
  });

  it('is shared by two writers: guards and registers hold between them, and each sees what the other wrote', async () => {
    const other = await things().another();
    const theirs = await other.openCollection(physicalCollection('things', 'v1_1'), SPEC);
    await things().insert(thing(1));
    const attempts = [things().collection, theirs].map((writer, n) =>
      writer.write([{ id: 'acme.1', replaces: '01', position: `02${n}`, body: thing(1, { score: n }) }]),
    );
    const refused = (await Promise.all(attempts)).map((result) => result.refused);
    expect([...refused].sort()).toEqual([0, 1]);
    expect(await other.findOne('things', 'acme.1')).toMatchObject({ score: refused.indexOf(0) });
    const moves = await Promise.all([things().store, other].map((each, n) => each.moveRegister('r', undefined, String(n))));
    expect(moves.filter(Boolean)).toHaveLength(1);
    expect(await other.getRegister('r')).toBe(await things().store.getRegister('r'));
  });
}
