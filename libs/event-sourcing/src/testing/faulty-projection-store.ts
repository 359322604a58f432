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
 * @param before is told the call and what it is about, as `moveRegister projection.cases.builds` or `write cases_v1_1`.
 */
export function faultyProjectionStore(store: ProjectionStore, before: (call: string) => Promise<Fate>): ProjectionStore {
  const meetFate = async <T>(call: string, run: () => Promise<T>): Promise<T> => {
    const fate = await before(call);
    if (fate === 'dies-before') throw new ProcessDied(call);
    const answer = await run();
    if (fate === 'dies-after') throw new ProcessDied(call);
    return answer;
  };
  const faulty = (name: string, collection: ProjectionCollection): ProjectionCollection => ({
    getMany: (ids) => meetFate(`getMany ${name}`, () => collection.getMany(ids)),
    idsWhere: (...args) => meetFate(`idsWhere ${name}`, () => collection.idsWhere(...args)),
    write: (writes) =>
      // Documents are written one by one: the process can die between any two.
      writes.reduce(
        async (soFar, each) => {
          const { refused } = await soFar;
          return { refused: refused + (await meetFate(`write ${name}`, () => collection.write([each]))).refused };
        },
        Promise.resolve({ refused: 0 }),
      ),
    prepareForQueries: () => meetFate(`prepareForQueries ${name}`, () => collection.prepareForQueries()),
  });
  return {
    openCollection: (name, spec) => meetFate(`openCollection ${name}`, async () => faulty(name, await store.openCollection(name, spec))),
    dropCollection: (name) => meetFate(`dropCollection ${name}`, () => store.dropCollection(name)),
    getRegister: (key) => meetFate(`getRegister ${key}`, () => store.getRegister(key)),
    moveRegister: (key, from, to) => meetFate(`moveRegister ${key}`, () => store.moveRegister(key, from, to)),
  };
}
