import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ProjectionCollection, StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import type { ReadStore } from '../../read-store.js';
import { FrailProxy } from '../../../../../test/support/frail-proxy.js';
import { SpecDatabase } from './testing/spec-database.js';

jest.setTimeout(60_000);

const SPEC = { indexes: [['owner', 'id']], counts: [] };
const A_FEW_SECONDS = 8_000;

describe('A MongoDB that does not answer', () => {
  let database: SpecDatabase;
  let proxy: FrailProxy;
  let store: ReadStore;
  let collection: ProjectionCollection;

  beforeEach(async () => {
    database = new SpecDatabase();
    proxy = await FrailProxy.before(database.address);
    store = database.openAt(proxy.host);
    collection = await store.openCollection('things_v1_1', SPEC);
  });
  afterEach(async () => {
    await database.dispose();
    await proxy.close();
  });

  /** What becomes of a call, and that it takes no longer than it may. */
  const failureOf = async (call: Promise<unknown>): Promise<unknown> => {
    const since = performance.now();
    const error = await call.then(() => undefined, (reason: unknown) => reason);
    expect(performance.now() - since).toBeLessThan(A_FEW_SECONDS);
    return error;
  };
  /** Asks until there is an answer. */
  const answers = async (): Promise<void> => {
    const latest = performance.now() + 10_000;
    while (performance.now() < latest) {
      if (await store.getRegister('r').then(() => true, () => false)) return;
    }
    throw new Error('The read store was not found again.');
  };
  const write = (replaces: string | undefined, position: string) => collection.write([{ id: 'a', replaces, position, body: { owner: 'x' } }]);

  it('is an error within seconds while it is frozen, and is found again', async () => {
    await write(undefined, '01');
    proxy.freeze();
    const reads = [store.getRegister('r'), store.findOne('things', 'a'), collection.getMany(['a'])];
    const writes = [store.moveRegister('r', undefined, 'one'), write('01', '02'), collection.prepareForQueries()];
    const [failedReads, failedWrites] = await Promise.all([Promise.all(reads.map(failureOf)), Promise.all(writes.map(failureOf))]);
    for (const error of failedReads) expect(error).toBeInstanceOf(StoreUnavailableError);
    for (const error of failedWrites) expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(await failureOf(store.getRegister('r'))).toBeInstanceOf(StoreUnavailableError);
    proxy.thaw();
    await answers();
    expect(['one', undefined]).toContain(await store.getRegister('r'));
    const [{ position } = { position: '' }] = await collection.getMany(['a']);
    expect(await write(position, '03')).toEqual({ refused: 0 });
  });

  it('is used again after its connections broke, and every guard still holds', async () => {
    let position: string | undefined;
    for (let n = 10; n < 40; n++) {
      const call = write(position, String(n));
      if (n % 3 === 0) proxy.cut();
      // Written or not: what is stored says so, and it is from there that one goes on.
      await call.catch((error: unknown) => {
        expect(error).toBeInstanceOf(UnknownOutcomeError);
      });
      await answers();
      const found = (await collection.getMany(['a']))[0]?.position;
      expect([position, String(n)]).toContain(found);
      position = found;
    }
  });
});
