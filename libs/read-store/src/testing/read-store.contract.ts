import { afterEach, beforeEach, describe } from '@jest/globals';
import { type KnownDeviations, type OpenedProjectionStore, projectionStoreContract } from '#event-sourcing/testing';
import { conditionsContract } from './read-store-conditions.js';
import { countsContract } from './read-store-counts.js';
import { type OpenedReadStore, Things } from './read-store-fixtures.js';
import { modelsContract } from './read-store-models.js';
import { pagesContract } from './read-store-pages.js';
import { projectingContract } from './read-store-projecting.js';
import { wordsContract } from './read-store-words.js';

/**
 * What every read store promises, to the projection engine and to queries. An adapter proves itself with one line:
 *
 *     readStoreContract('my engine', async () => ({ store, another, dispose }));
 *
 * @param open called before each spec.
 */
export function readStoreContract(name: string, open: () => Promise<OpenedReadStore>, known: KnownDeviations = {}): void {
  const openForProjections = async (): Promise<OpenedProjectionStore> => {
    const opened = await open();
    return { store: opened.store, close: () => opened.dispose() };
  };
  projectionStoreContract(name, openForProjections, known);

  describe(`${name} as a read store`, () => {
    let opened: OpenedReadStore;
    let things: Things;
    beforeEach(async () => {
      opened = await open();
      things = await Things.in(opened);
    });
    afterEach(() => opened.dispose());

    const current = (): Things => things;
    describe('a model', () => { modelsContract(current); });
    describe('conditions', () => { conditionsContract(current); });
    describe('words', () => { wordsContract(current); });
    describe('order and pages', () => { pagesContract(current); });
    describe('counts', () => { countsContract(current); });
    describe('projecting', () => { projectingContract(current); });
  });
}
