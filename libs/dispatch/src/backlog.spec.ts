import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#event-sourcing';
import type { Query, ReadStore } from '#read-store';
import { type BacklogModel, ReadModelBacklog } from './backlog.js';

/** Answers the one kind of query that the backlog asks. */
function readStore(documents: readonly JsonObject[], status?: string): { store: ReadStore; queries: Query[] } {
  const queries: Query[] = [];
  const store: Pick<ReadStore, 'find' | 'getRegister'> = {
    getRegister: async () => status,
    find: async (_, query) => {
      queries.push(query);
      const from = query.filter.flatMap((condition) => ('gte' in condition ? [String(condition.gte)] : []))[0] ?? '';
      const due = documents.filter((document) => (document.due as string) >= from);
      return due.slice(0, query.limit);
    },
  };
  return { store: store as ReadStore, queries };
}

const pending = (n: number, at: number): JsonObject => ({ id: `d${n}`, status: 'pending', due: new Date(at).toISOString() });

const source: BacklogModel = {
  model: 'things',
  filter: [{ field: 'status', eq: 'pending' }],
  dueField: 'due',
  itemOf: ({ id, due }) => ({ stream: `thing-acme.${id as string}`, host: 'example.com', at: Date.parse(due as string) }),
};

describe('the backlog', () => {
  it('is what the read model shows as pending', async () => {
    const { store, queries } = readStore([pending(1, 1_000)]);
    expect(await new ReadModelBacklog(store, source).pending().next()).toMatchObject({
      value: { stream: 'thing-acme.d1', host: 'example.com', at: 1_000 },
    });
    expect(queries).toEqual([{ filter: [{ field: 'status', eq: 'pending' }, { field: 'due', gte: '' }], sort: { field: 'due', direction: 'asc' }, limit: 1_000 }]);
  });

  it('is read to its end, also where more are due at one moment than a page holds', async () => {
    const documents = [
      ...Array.from({ length: 2_500 }, (_, n) => pending(n, 1_000 + n)),
      ...Array.from({ length: 2_500 }, (_, n) => pending(5_000 + n, 10_000)),
      ...Array.from({ length: 10 }, (_, n) => pending(9_000 + n, 20_000 + n)),
    ];
    const found = new Set<string>();
    for await (const { stream } of new ReadModelBacklog(readStore(documents).store, source).pending()) found.add(stream);
    expect(found.size).toBe(documents.length);
  });

  it('has the position of the build that queries read', async () => {
    const status = JSON.stringify({ name: 'things', active: { build: 'v1_1', version: 1, position: '7', events: 8 }, building: { position: '9' } });
    expect(await new ReadModelBacklog(readStore([], status).store, source).position()).toBe('7');
    expect(await new ReadModelBacklog(readStore([]).store, source).position()).toBeUndefined();
  });
});
