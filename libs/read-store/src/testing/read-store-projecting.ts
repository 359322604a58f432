import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BuildWriter, physicalCollection } from '#event-sourcing';
import { project, thingHistories, thingsProjection } from '#event-sourcing/testing';
import type { Things } from './read-store-fixtures.js';

/** What the projection engine makes with the store. */
export function projectingContract(things: () => Things): void {
  let generation = 100;

  it('holds what the projection engine makes of a history', async () => {
    for (const history of fc.sample(thingHistories, { seed: 1, numRuns: 20 })) {
      const build = `v1_${++generation}`;
      const writer = new BuildWriter(thingsProjection, { id: build, version: 1, collections: [] }, things().store, build, { unwritten: 5, kept: 3 });
      await writer.load();
      for (let start = 0; start < history.length; start += 7) {
        const events = history.slice(start, start + 7);
        await writer.handle({ events, position: events.at(-1)?.position ?? '', live: false });
      }
      await writer.prepareForQueries();
      const expected = project(thingsProjection, history);
      for (const [name, documents] of Object.entries(expected)) {
        const ids = Array.from({ length: 10 }, (_, index) => String(index));
        const made = await things().store.openCollection(physicalCollection(name, build), { indexes: thingsProjection.collections[name] ?? [], counts: [] });
        const stored = (await made.getMany(ids)).flatMap(({ id, body }) => (body === undefined ? [] : [[id, body]]));
        expect(Object.fromEntries(stored)).toEqual(documents);
      }
    }
  });
}
