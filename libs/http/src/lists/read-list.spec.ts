import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '#event-sourcing';
import type { Query, ReadStore } from '#read-store';
import { cursorFromText, cursorToText } from './cursor.js';
import { listBody } from './list-body.js';
import { listQuery, listRequest } from './list-request.js';
import { type PageLink, readList } from './read-list.js';

interface Thing extends JsonObject {
  readonly id: number;
  readonly at: string;
}
type Things = Pick<ReadStore, 'count' | 'find'>;
type Sort = Query['sort'];

const compared = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** A stand-in that keeps the order of the port: by the field, then by id. */
function storeOf(things: readonly Thing[]): Things {
  return {
    count: async () => things.length,
    find: async (_, { sort, after, skip = 0, limit }) => {
      const sign = sort.direction === 'asc' ? 1 : -1;
      const value = (thing: Thing): string | number => thing[sort.field] as string | number;
      const order = (thing: Thing, other: { readonly value: string | number; readonly id: number }): number =>
        sign * (compared(value(thing), other.value) || compared(thing.id, other.id));
      return things
        .filter((thing) => after === undefined || order(thing, after) > 0)
        .toSorted((a, b) => order(a, { value: value(b), id: b.id }))
        .slice(skip, skip + limit);
    },
  };
}

const NEWEST: Sort = { field: 'id', direction: 'desc' };
const thing = (id: number, at = id): Thing => ({ id, at: String(at).padStart(6, '0') });
const things = (...ids: readonly number[]): Thing[] => ids.map((id) => thing(id));
const ids = (documents: readonly Thing[]): number[] => documents.map(({ id }) => id);

const read = (store: Things, query: { page?: string; page_size?: string; cursor?: string }, sort = NEWEST) =>
  readList<Thing>(store, 'things', { filter: [], sort }, listRequest(query));
const follow = (store: Things, link: PageLink | null, size: number, sort = NEWEST) =>
  read(store, { ...link, page_size: String(size) }, sort);

describe('a list by number', () => {
  it('has the page and links to its neighbours', async () => {
    const store = storeOf(things(1, 2, 3, 4, 5));
    expect(await read(store, { page: '2', page_size: '2' })).toEqual({ count: 5, documents: things(3, 2), next: { page: '3' }, previous: { page: '1' } });
    expect(await read(store, { page: '3', page_size: '2' })).toMatchObject({ documents: things(1), next: null });
    await expect(read(store, { page: '4', page_size: '2' })).rejects.toThrow('Invalid page.');
  });

  it('is empty on its first page when there is nothing', async () => {
    expect(await read(storeOf([]), {})).toEqual({ count: 0, documents: [], next: null, previous: null });
  });
});

describe('a list by cursor', () => {
  it('is walked to its end and back', async () => {
    const store = storeOf(things(1, 2, 3, 4, 5));
    const first = await read(store, { cursor: '', page_size: '2' });
    expect(first).toMatchObject({ count: 5, documents: things(5, 4), previous: null });
    const second = await follow(store, first.next, 2);
    expect(ids(second.documents)).toEqual([3, 2]);
    const third = await follow(store, second.next, 2);
    expect(third).toMatchObject({ documents: things(1), next: null });
    const back = await follow(store, third.previous, 2);
    expect(back).toEqual(second);
    expect(await follow(store, back.previous, 2)).toEqual(first);
  });

  it('has no neighbours where there are none', async () => {
    expect(await read(storeOf(things(1, 2)), { cursor: '', page_size: '2' })).toMatchObject({ next: null, previous: null });
    expect(await read(storeOf([]), { cursor: '' })).toEqual({ count: 0, documents: [], next: null, previous: null });
  });

  it('leads back to the end of what is left when the rest is gone', async () => {
    const first = await read(storeOf(things(1, 2, 3, 4)), { cursor: '', page_size: '2' });
    const left = storeOf(things(3, 4));
    const empty = await follow(left, first.next, 2);
    expect(empty).toMatchObject({ documents: [], next: null });
    expect(ids((await follow(left, empty.previous, 2)).documents)).toEqual([4, 3]);
  });

  it('shows whatever was there once, in any order, whatever is added in the meantime', async () => {
    const sorts = fc.constantFrom<Sort>(NEWEST, { field: 'id', direction: 'asc' }, { field: 'at', direction: 'asc' }, { field: 'at', direction: 'desc' });
    const times = fc.array(fc.nat(5), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(times, fc.array(fc.nat(5), { maxLength: 10 }), sorts, fc.integer({ min: 1, max: 7 }), async (old, added, sort, size) => {
        const there = old.map((at, index) => thing(index + 1, at));
        const all = [...there];
        const walked: Thing[] = [];
        const more = [...added];
        for (let page = await follow(storeOf(all), { cursor: '' }, size, sort); ; page = await follow(storeOf(all), page.next, size, sort)) {
          walked.push(...page.documents);
          const next = more.pop();
          if (next !== undefined) all.push(thing(all.length + 1, next));
          if (page.next === null) break;
        }
        const seen = ids(walked);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((id) => id <= there.length)).toEqual(ids((await read(storeOf(there), { page_size: '200' }, sort)).documents));
      }),
    );
  });

  it.each(['x', 'bm9uc2Vuc2U', Buffer.from('["-id","up",[1,1]]').toString('base64url'), Buffer.from('["-id","forth",[null,1]]').toString('base64url')])(
    'does not exist at %j',
    async (cursor) => {
      await expect(read(storeOf([]), { cursor })).rejects.toThrow('Invalid cursor.');
    },
  );

  it('does not exist at a place of another order', async () => {
    const cursor = cursorToText({ way: 'forth', beside: { value: 1, id: 1 } }, { field: 'at', direction: 'asc' });
    await expect(read(storeOf([]), { cursor })).rejects.toThrow('Invalid cursor.');
  });

  it('is not chosen by number at once', () => {
    expect(() => listRequest(listQuery.parse({ cursor: '', page: '1' }))).toThrow('not both');
    expect(() => listRequest(listQuery.parse({ cursor: '', page_size: '0' }))).toThrow('Invalid page.');
  });
});

test('a cursor is what its text says', () => {
  for (const way of ['forth', 'back'] as const) {
    const cursor = { way, beside: { value: '2026-01-01T00:00:00.000Z', id: 7 } };
    expect(cursorFromText(cursorToText(cursor, NEWEST), NEWEST)).toEqual(cursor);
    expect(cursorFromText(cursorToText({ way }, NEWEST), NEWEST)).toEqual({ way });
  }
});

test('links keep the rest of the query', () => {
  const page = { count: 3, next: { cursor: 'abc' }, previous: { page: '1' } };
  expect(listBody(page, ['x'], 'https://api.test/api/cases/?outcome=PENDING&cursor=')).toEqual({
    count: 3,
    next: 'https://api.test/api/cases/?outcome=PENDING&cursor=abc',
    previous: 'https://api.test/api/cases/?outcome=PENDING&cursor=&page=1',
    results: ['x'],
  });
});
