import { describe, expect, it } from '@jest/globals';
import { type ExpectedRevision, WrongExpectedRevisionError } from '../event-store.js';
import { newEvent, newEvents, type OpenedEventStore } from './event-store-fixtures.js';

/** An append whose answer was lost is sent again: it is recognised by its event ids. */
export function resendingContract(opened: () => OpenedEventStore): void {
  const stream = 'case-acme.1';

  describe.each<[ExpectedRevision, number]>([
    ['no-stream', 0],
    [1, 2],
    ['any', 0],
    ['any', 2],
  ])('expecting %p of a stream of %p events', (expected, length) => {
    const before = async (): Promise<void> => {
      if (length > 0) await opened().store.append(stream, 'no-stream', newEvents(length));
    };

    it('gets the first answer, at once and after others wrote behind it', async () => {
      const { store } = opened();
      await before();
      const events = newEvents(3);
      const first = await store.append(stream, expected, events);
      expect(await store.append(stream, expected, events)).toEqual(first);

      await store.append(stream, first.revision, newEvents(2));
      await store.append('other-acme.1', 'any', newEvents(2));
      expect(await store.append(stream, expected, events)).toEqual(first);
      expect(await store.readStream(stream)).toHaveLength(length + 5);
    });

    it('gets the first answer when it is sent many times at once', async () => {
      const { store } = opened();
      await before();
      const events = newEvents(2);
      const results = await Promise.all(Array.from({ length: 10 }, () => store.append(stream, expected, events)));
      expect(results).toEqual(results.map(() => results[0]));
      expect(await store.readStream(stream)).toHaveLength(length + 2);
    });

    it('gets the first answer after the store was opened anew', async () => {
      const { store, reopen } = opened();
      if (!reopen) return;
      await before();
      const events = newEvents(2);
      const first = await store.append(stream, expected, events);
      const again = await reopen();
      expect(await again.append(stream, expected, events)).toEqual(first);
      expect(await again.readStream(stream)).toHaveLength(length + 2);
    });

    it('is in conflict when only some of its events are there', async () => {
      const { store } = opened();
      await before();
      const [a, b, c] = [newEvent(), newEvent(), newEvent()];
      await store.append(stream, expected, [a, b, c]);
      for (const events of [[a, newEvent(), c], [newEvent(), b, c], [b, a, c], [a, b, c, newEvent()], [newEvent(), a]]) {
        const refusal: unknown = await store.append(stream, expected, events).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(WrongExpectedRevisionError);
        expect(refusal).toMatchObject({ stream, expected, actual: length + 2 });
      }
      expect(await store.readStream(stream)).toHaveLength(length + 3);
    });
  });

  it('recognises events only where they were expected', async () => {
    const { store } = opened();
    const [a, b] = [newEvent(), newEvent()];
    await store.append(stream, 'no-stream', [a, b]);
    await expect(store.append(stream, 'no-stream', [b])).rejects.toThrow(WrongExpectedRevisionError);
    await expect(store.append(stream, 0, [a])).rejects.toThrow(WrongExpectedRevisionError);
    expect(await store.append(stream, 0, [b])).toMatchObject({ revision: 1 });
  });

  it('recognises events anywhere where nothing was expected, however they came into the stream', async () => {
    const { store } = opened();
    const [a, b, c] = [newEvents(2), newEvents(2), newEvents(2)];
    const first = await store.append(stream, 'no-stream', a);
    const second = await store.append(stream, 'any', b);
    const third = await store.append(stream, 3, c);
    expect(await store.append(stream, 'any', a)).toEqual(first);
    expect(await store.append(stream, 'any', b)).toEqual(second);
    expect(await store.append(stream, 'any', c)).toEqual(third);
    expect(await store.readStream(stream)).toHaveLength(6);
  });

  it('does not take the events of one stream for those of another', async () => {
    const { store } = opened();
    const events = newEvents(2);
    await store.append(stream, 'any', events);
    await store.append('case-acme.2', 'any', events);
    await store.append('case-acme.3', 'no-stream', events);
    expect(await store.readAll()).toHaveLength(6);
  });
}
