import { expect, it } from '@jest/globals';
import type { Condition } from '../query.js';
import { acme, thing, type Things } from './read-store-fixtures.js';

/** Counts that are kept while documents are written. */
export function countsContract(things: () => Things): void {
  const counted = (archived: boolean, more: readonly Condition[] = []): Promise<number> =>
    things().store.count('things', [acme, { field: 'archived', eq: archived }, ...more]);

  it('follow documents that come, change and go, refused writes left out', async () => {
    await things().insert(thing(1), thing(2), thing(3, { archived: true }), { ...thing(4), org: 'other' });
    expect([await counted(false), await counted(true)]).toEqual([2, 1]);
    await things().collection.write([
      { id: 'acme.1', replaces: '01', position: '02', body: thing(1, { archived: true }) },
      { id: 'acme.2', replaces: '00', position: '02', body: thing(2, { archived: true }) },
    ]);
    expect([await counted(false), await counted(true)]).toEqual([1, 2]);
    await things().collection.write([{ id: 'acme.2', replaces: undefined, position: '02', body: thing(2, { archived: true }) }]);
    expect([await counted(false), await counted(true)]).toEqual([1, 2]);
    await things().collection.write([{ id: 'acme.3', replaces: '01', position: '02', body: undefined }]);
    expect([await counted(false), await counted(true)]).toEqual([1, 1]);
    await things().collection.write([{ id: 'acme.3', replaces: '02', position: '03', body: thing(3) }]);
    expect([await counted(false), await counted(true)]).toEqual([2, 1]);
  });

  it('tell null and values apart', async () => {
    await things().insert(thing(1, { owner: { key: 'x' } }), thing(2, { owner: { key: null } }), thing(3), thing(4, { owner: { key: '1' } }));
    expect(await counted(false, [{ field: 'owner.key', eq: 'x' }])).toBe(1);
    expect(await counted(false, [{ field: 'owner.key', eq: null }])).toBe(2);
    expect(await counted(false, [{ field: 'owner.key', eq: '1' }])).toBe(1);
    expect(await counted(false, [{ field: 'owner.key', eq: 'y' }])).toBe(0);
  });
}
