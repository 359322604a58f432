import { type CommandContext, CommandRunner } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from './case.events.js';
import { CaseKeys } from './case.keys.js';
import { caseAggregate, caseStream } from './case.state.js';
import { aCase } from './testing/case-fixtures.js';

const TAKEN = expect.objectContaining({ code: 'unique' });

function installation() {
  const store = new InMemoryEventStore();
  let commands = 0;
  const context = (): CommandContext => ({ org: 'acme', actor: 'client:spec', commandId: `command-${++commands}`, correlationId: 'spec', now: 0 });
  const runner = new CommandRunner(store);
  const append = (id: number, ...events: CaseEvent[]) => runner.run(caseAggregate, caseStream('acme', id), () => events, context());
  const complete = (id: number) => [aCase.created(1, { case_id: id, delete_after: 0 }), ...aCase.started(1), aCase.skipped(0), aCase.completed(null)];
  const keys = new CaseKeys(runner);
  const idForNew = async (id: number, by = keys): Promise<number> => (await by.idForNew('loan-1', async () => id, context())).id;
  return { runner, append, complete, keys, context, idForNew, otherProcess: () => new CaseKeys(new CommandRunner(store)) };
}

describe('the key of a case that was deleted', () => {
  it('stands for the next case that is made with it, in every process', async () => {
    const { append, complete, keys, idForNew, otherProcess } = installation();
    const other = otherProcess();
    expect([await idForNew(1), await idForNew(9, other)]).toEqual([1, 1]);
    await append(1, ...complete(1), aCase.deleted());
    expect(await keys.standing('acme', 'loan-1')).toEqual({ holder: 1, isFree: true, isHandedOn: false });
    expect([await idForNew(2), await idForNew(3, other), await idForNew(4)]).toEqual([2, 2, 2]);
  });

  it('is taken as long as a case is in its place', async () => {
    const { append, complete, keys, idForNew, context } = installation();
    await idForNew(1);
    await append(1, ...complete(1), aCase.archived(2), aCase.deleted(2));
    await append(2, ...complete(2));
    expect(await keys.standing('acme', 'loan-1')).toEqual({ holder: 1, isFree: false, isHandedOn: true });
    await expect(idForNew(3)).rejects.toThrow(TAKEN);
    await expect(keys.claim(3, 'loan-1', context())).rejects.toThrow(TAKEN);
    await append(2, aCase.deleted());
    expect(await idForNew(3)).toBe(3);
  });

  it('may be had by another case that is there', async () => {
    const { append, complete, keys, idForNew, context } = installation();
    await idForNew(1);
    await append(1, ...complete(1), aCase.deleted());
    await keys.claim(7, 'loan-1', context());
    expect(await keys.standing('acme', 'loan-1')).toMatchObject({ holder: 7 });
    await expect(keys.claim(8, 'loan-1', context())).rejects.toThrow(TAKEN);
    await expect(keys.claim(7, 'loan-1', context())).resolves.toBeUndefined();
  });
});

describe('a case that was deleted', () => {
  it('is nothing that anything can happen to', async () => {
    const { append, complete } = installation();
    await append(1, ...complete(1), aCase.deleted());
    await expect(append(1, aCase.noted('too late'))).rejects.toThrow(expect.objectContaining({ kind: 'not_found', code: 'case_not_found' }));
    await expect(append(1, aCase.created())).rejects.toThrow(expect.objectContaining({ code: 'case_not_found' }));
  });
});
