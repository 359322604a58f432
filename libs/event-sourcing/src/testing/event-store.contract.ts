import { afterEach, beforeEach, describe } from '@jest/globals';
import { appendingContract } from './event-store-appending.js';
import type { OpenedEventStore } from './event-store-fixtures.js';
import { handOverContract } from './event-store-hand-over.js';
import { modelContract } from './event-store-model.js';
import { readingContract } from './event-store-reading.js';
import { resendingContract } from './event-store-resending.js';
import { subscribingContract } from './event-store-subscribing.js';

/**
 * What the `EventStore` port promises, as specs. An adapter proves itself with one line:
 *
 *     eventStoreContract('my engine', async () => ({ store, dispose }));
 *
 * @param open called before each spec, for a store with an empty log.
 */
export function eventStoreContract(name: string, open: () => Promise<OpenedEventStore>): void {
  describe(`${name} as an event store`, () => {
    let opened: OpenedEventStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());

    const current = (): OpenedEventStore => opened;
    describe('appending', () => { appendingContract(current); });
    describe('appending again', () => { resendingContract(current); });
    describe('reading', () => { readingContract(current); });
    describe('subscribing', () => { subscribingContract(current); });
    describe('handing over from catching up to live', () => { handOverContract(current); });
    describe('against a model', () => { modelContract(current); });
  });
}
