import { beforeEach, expect, it } from '@jest/globals';
import { acme, thing, type Things } from './read-store-fixtures.js';

/** The order of what is found, and pages of it. */
export function pagesContract(things: () => Things): void {
  beforeEach(async () => {
    await things().insert(...Array.from({ length: 25 }, (_, index) => thing(index + 1, { score: (index * 7) % 4 === 0 ? null : (index * 7) % 4 })));
  });

  const scoreOf = (id: number): number => ((id - 1) * 7) % 4;
  const ids = Array.from({ length: 25 }, (_, index) => index + 1);

  it.each(['asc', 'desc'] as const)('sorts %s by a field, null first, and by id where it is alike', async (direction) => {
    const ascending = [...ids].sort((a, b) => scoreOf(a) - scoreOf(b) || a - b);
    const expected = direction === 'asc' ? ascending : ascending.reverse();
    expect(await things().found([acme], { sort: { field: 'score', direction } })).toEqual(expected);
  });

  it('sorts ids as numbers', async () => {
    expect(await things().found([acme], { sort: { field: 'id', direction: 'desc' } })).toEqual([...ids].reverse());
  });

  it('gives nothing of a page without room', async () => {
    expect(await things().found([acme], { limit: 0 })).toEqual([]);
  });

  it('gives pages that together are everything, once', async () => {
    const pages = await Promise.all(
      [0, 10, 20, 30].map((skip) => things().found([acme], { sort: { field: 'score', direction: 'desc' }, skip, limit: 10 })),
    );
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 5, 0]);
    expect(pages.flat()).toEqual(await things().found([acme], { sort: { field: 'score', direction: 'desc' } }));
  });

  it.each([['score', 'asc'], ['score', 'desc'], ['id', 'asc'], ['id', 'desc']] as const)(
    'gives what comes after any place in the order of %s %s, without documents that lack the field',
    async (field, direction) => {
      const sort = { field, direction };
      const everything = await things().store.find('things', { filter: [acme, { field, exists: true }], sort, limit: 100 });
      for (const [index, document] of everything.entries()) {
        const after = { value: document[field] as number, id: document.id as number };
        const rest = everything.slice(index + 1).map(({ id }) => id);
        expect(await things().found([acme], { sort, after, limit: 100 })).toEqual(rest);
        expect(await things().found([acme], { sort, after, limit: 2, skip: 1 })).toEqual(rest.slice(1, 3));
      }
    },
  );
}
