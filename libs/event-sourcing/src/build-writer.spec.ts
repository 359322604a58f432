import { describe, expect, it } from '@jest/globals';
import { BuildWriter } from './build-writer.js';
import type { RecordedEvent } from './event.js';
import type { Build } from './projection-build.js';
import { CheckpointMovedError, FencedError } from './projection-checkpoint.js';
import { faultyProjectionStore } from './testing/faulty-projection-store.js';
import { InMemoryProjectionStore } from './testing/in-memory-projection-store.js';
import { projectionEqualsRebuild } from './testing/projection-property.js';
import { record } from './testing/record.js';
import { type ThingEvent, thingHistories, thingsProjection } from './testing/things.projection.js';

const BUILD: Build = { id: 'v1_1', version: 1, collections: [] };

const happened = (position: number, stream: string, revision: number, event: ThingEvent): RecordedEvent =>
  record(event, { stream, revision, position });

const MADE = happened(0, 'thing-acme.1', 0, { type: 'thing-made', data: { owner: '1' } });
const NAMED = happened(1, 'owner-acme.1', 0, { type: 'owner-named', data: { name: 'one' } });
const GIVEN = happened(2, 'thing-acme.1', 1, { type: 'thing-given', data: { owner: '2' } });

const writerTo = (store: ConstructorParameters<typeof BuildWriter>[2], claimant: string, token?: number): BuildWriter =>
  new BuildWriter(thingsProjection, BUILD, store, claimant, { unwritten: 5, kept: 0 }, token);

const handle = async (writer: BuildWriter, ...events: readonly RecordedEvent[]): Promise<void> => {
  await writer.handle({ events, position: events.at(-1)?.position ?? '', live: true });
};

const documents = (store: InMemoryProjectionStore): unknown => ['things_v1_1', 'things_owners_v1_1'].map((name) => store.documents(name));

async function rebuilt(...events: readonly RecordedEvent[]): Promise<unknown> {
  const store = new InMemoryProjectionStore();
  const writer = writerTo(store, 'rebuild');
  await writer.load();
  await handle(writer, ...events);
  return documents(store);
}

describe('incremental projection', () => {
  it('equals the rebuilt one, byte for byte, through crashes, restores and rivals', async () => {
    await projectionEqualsRebuild(thingsProjection, thingHistories);
  });
});

describe('a writer that reads what a rival wrote, in a store that then goes back', () => {
  // The register is then as the writer left it or loaded it, and what it read is gone.
  it.each([
    { when: 'in its first batch', before: [], batch: [MADE, NAMED], rivals: [MADE, NAMED] },
    { when: 'in a later batch', before: [MADE], batch: [NAMED], rivals: [NAMED] },
    { when: 'after a search that missed what the rival had moved', before: [MADE], batch: [NAMED], rivals: [NAMED, GIVEN] },
  ])('notices it $when', async ({ before, batch, rivals }) => {
    const store = new InMemoryProjectionStore();
    const rival = writerTo(store, 'rival');
    let course: 'quiet' | 'rival' | 'restore' = 'quiet';
    let backup = store.contents();
    const disturbed = faultyProjectionStore(store, async (call) => {
      const reads = /^(getMany|idsWhere) /.test(call);
      if (course === 'rival' && reads) {
        await rival.load();
        await handle(rival, ...rivals);
        course = 'restore';
      } else if (course === 'restore' && !reads) {
        store.restore(backup);
        course = 'quiet';
      }
      return 'goes-through';
    });
    const writer = writerTo(disturbed, 'writer');
    await writer.load();
    if (before.length > 0) await handle(writer, ...before);

    backup = store.contents();
    course = 'rival';
    await expect(handle(writer, ...batch)).rejects.toThrow(CheckpointMovedError);
    expect(course).toBe('quiet');
    await writer.load();
    await handle(writer, ...batch);
    expect(documents(store)).toEqual(await rebuilt(...before, ...batch));
  });
});

describe('a writer whose lease is another’s', () => {
  it('is kept out from the other’s first batch on', async () => {
    const store = new InMemoryProjectionStore();
    const [first, second] = [writerTo(store, 'first', 1), writerTo(store, 'second', 2)];
    await first.load();
    await handle(first, MADE);
    await second.load();
    await handle(second, NAMED);
    await expect(handle(first, NAMED)).rejects.toThrow(CheckpointMovedError);
    await expect(first.load()).rejects.toThrow(FencedError);
    await handle(second, GIVEN);
    expect(documents(store)).toEqual(await rebuilt(MADE, NAMED, GIVEN));
  });
});
