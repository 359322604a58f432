import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Projector, silentLogger } from '#event-sourcing';
import { InMemoryEventStore, project, projectionEqualsRebuild, thingHistories, thingsProjection } from '#event-sourcing/testing';
import { SpecDatabase } from './testing/spec-database.js';

jest.setTimeout(120_000);

const HISTORY = fc.sample(thingHistories, { seed: 7, numRuns: 20 }).reduce((a, b) => (b.length > a.length ? b : a));

describe('A MongoDB that went back in time', () => {
  let database: SpecDatabase;
  beforeAll(() => {
    database = new SpecDatabase();
  });
  afterAll(() => database.dispose());

  it('ends with the documents of a rebuild, whatever happened in between', async () => {
    await projectionEqualsRebuild(thingsProjection, thingHistories, { numRuns: 25, seed: 4 }, () => database.restorable());
  });

  it('is noticed while nothing happens, and healed', async () => {
    const { store } = await database.restorable();
    const events = new InMemoryEventStore();
    const append = async (from: number, to: number): Promise<string> => {
      for (const { id, type, data, metadata, stream, revision } of HISTORY.slice(from, to)) {
        await events.append(stream, revision === 0 ? 'no-stream' : revision - 1, [{ id, type, data, metadata }]);
      }
      return (await events.head()) ?? '';
    };
    const half = Math.floor(HISTORY.length / 2);
    const stop = new AbortController();
    const projector = new Projector({ projection: thingsProjection, events, store, logger: silentLogger, batchSize: 5 });
    const running = projector.run(stop.signal);
    const reader = database.open();
    const ids = Array.from({ length: 10 }, (_, index) => String(index));
    const served = async (): Promise<unknown> => {
      const found = await Promise.all(ids.map(async (id) => [id, await reader.findOne('things', id)] as const));
      return Object.fromEntries(found.filter(([, body]) => body !== undefined));
    };
    const soon = async (expected: unknown): Promise<void> => {
      const [wanted, latest] = [JSON.stringify(expected), Date.now() + 20_000];
      while (JSON.stringify(await served()) !== wanted && Date.now() < latest);
      expect(await served()).toEqual(expected);
    };

    await projector.waitFor(await append(0, half));
    const before = project(thingsProjection, await events.readAll()).things;
    const restore = await database.backUp();
    await projector.waitFor(await append(half, HISTORY.length));
    const after = project(thingsProjection, await events.readAll()).things;
    expect(after).not.toEqual(before);
    await soon(after);
    await restore();
    await soon(after);
    stop.abort();
    await running;
  });
});
