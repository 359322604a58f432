import type { ProjectionCollection, ProjectionStore } from '../projection-store.js';

/** What becomes of a call: it goes through, the process dies before it, or dies before its answer comes. */
export type Fate = 'goes-through' | 'dies-before' | 'dies-after';

/** The process died; nobody catches this but the spec. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}

/**
 * A projection store in front of another one, where every call meets its fate: whatever `before` does happens between
 * two awaits of whoever calls.
 */
export function faultyProjectionStore(store: ProjectionStore, before: (call: string) => Promise<Fate>): ProjectionStore {
  const meetFate = async <T>(call: string, run: () => Promise<T>): Promise<T> => {
    const fate = await before(call);
    if (fate === 'dies-before') throw new ProcessDied(call);
    const answer = await run();
    if (fate === 'dies-after') throw new ProcessDied(call);
    return answer;
  };
  const faulty = (collection: ProjectionCollection): ProjectionCollection => ({
    getMany: (ids) => meetFate('getMany', () => collection.getMany(ids)),
    idsWhere: (...args) => meetFate('idsWhere', () => collection.idsWhere(...args)),
    write: (writes) =>
      // Documents are written one by one: the process can die between any two.
      writes.reduce(
        async (soFar, each) => {
          const { refused } = await soFar;
          return { refused: refused + (await meetFate('write', () => collection.write([each]))).refused };
        },
        Promise.resolve({ refused: 0 }),
      ),
  });
  return {
    openCollection: (name, spec) => meetFate('openCollection', async () => faulty(await store.openCollection(name, spec))),
    dropCollection: (name) => meetFate('dropCollection', () => store.dropCollection(name)),
    getRegister: (key) => meetFate('getRegister', () => store.getRegister(key)),
    moveRegister: (...args) => meetFate('moveRegister', () => store.moveRegister(...args)),
  };
}
