import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from './event.js';
import { type Fate, faultyProjectionStore } from './testing/faulty-projection-store.js';
import { InMemoryProjectionStore } from './testing/in-memory-projection-store.js';
import { append, builds, eventStore, expected, HISTORY, live, secondVersion, served, start, time, until } from './testing/running-projector.js';

describe('after a crash, its own or that of the read store, a projector', () => {
  it.each(['dies-before', 'dies-after'] as const)('goes on after a process that %s any call to the read store', async (fate) => {
    for (let survived = 0; ; survived++) {
      const [inner, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 10))];
      const old = start(events, inner);
      await until(live(old));
      await old.stop();
      await append(events, HISTORY.slice(10));

      let calls = 0;
      const dying = faultyProjectionStore(inner, async (): Promise<Fate> => (calls++ < survived ? 'goes-through' : calls === survived + 1 ? fate : 'dies-before'));
      const first = start(events, dying, { projection: secondVersion });
      await until(() => calls > survived || live(first)());
      const finished = calls <= survived;
      await first.stop();
      const second = start(events, inner, { projection: secondVersion });
      await until(live(second));
      await second.stop();
      expect(await served(inner)).toEqual(await expected(events, secondVersion));
      expect(inner.collectionNames).toEqual(['things_owners_v2_2', 'things_v2_2']);
      if (finished) break;
    }
  });

  it('notices within a second that the read store went back, even if nothing happens', async () => {
    const [store, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 10))];
    const running = start(events, store);
    await until(live(running));
    const backup = store.contents();
    const nothing = new InMemoryProjectionStore().contents();
    await append(events, HISTORY.slice(10));
    await until(() => running.projector.status().active?.events === HISTORY.length);
    for (const contents of [backup, nothing, { ...backup, prepared: new Set<string>() }]) {
      store.restore(contents);
      time.advance(1_000);
      await until(async () => (await builds(store)).active?.collections.every((name) => store.isPrepared(name)) ?? false);
      await until(async () => JSON.stringify(await served(store)) === JSON.stringify(await expected(events)));
    }
    await running.stop();
  });

  it('builds anew when the store went back in the middle of a write, and a state that is to be read is gone', async () => {
    // The owner is named, a thing is made that reads the name, the owner is named again.
    const [first, second, third] = ([['owner-named', { name: 'one' }], ['thing-made', { owner: '1' }], ['owner-named', { name: 'two' }]] as const).map(
      ([type, data], position): RecordedEvent => ({
        ...HISTORY[0]!,
        id: String(position),
        type,
        data,
        stream: type === 'thing-made' ? 'thing-acme.1' : 'owner-acme.1',
        revision: position === 2 ? 1 : 0,
      }),
    ) as [RecordedEvent, RecordedEvent, RecordedEvent];
    const [inner, events] = [new InMemoryProjectionStore(), await eventStore([first])];
    let backup: ReturnType<InMemoryProjectionStore['contents']> | undefined;
    const store = faultyProjectionStore(inner, async (call) => {
      if (backup !== undefined && call === 'write things_owners_v1_1') {
        inner.restore(backup);
        backup = undefined;
      }
      return 'goes-through';
    });
    const running = start(events, store);
    await until(live(running));
    const contents = inner.contents();
    await append(events, [second]);
    await until(() => running.projector.status().active?.events === 2);
    backup = contents;
    await append(events, [third]);
    await until(async () => (await builds(inner)).active?.id === 'v1_2' && live(running)());
    expect(await served(inner)).toEqual(await expected(events));
    await running.stop();
  });
});
