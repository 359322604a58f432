import { type CommandContext, CommandRunner, KEY_CLAIM_LASTS } from '#event-sourcing';
import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from './case.events.js';
import { CaseKeys } from './case.keys.js';
import { caseAggregate, caseStream } from './case.state.js';
import { aCase } from './testing/case-fixtures.js';

const TAKEN = expect.objectContaining({ code: 'unique' });

function installation() {
  const store = new InMemoryEventStore();
  const time = new ManualTime();
  let commands = 0;
  const context = (): CommandContext => ({ org: 'acme', actor: 'client:spec', commandId: `command-${++commands}`, correlationId: 'spec', now: 0 });
  const runner = new CommandRunner(store);
  const append = (id: number, ...events: CaseEvent[]) => runner.run(caseAggregate, caseStream('acme', id), () => events, context());
  const complete = (id: number) => [aCase.created(1, { case_id: id, delete_after: 0 }), ...aCase.started(1), aCase.skipped(0), aCase.completed(null)];
  const keys = new CaseKeys(runner, time);
  const idForNew = async (id: number, by = keys, command = context()): Promise<number | undefined> =>
    by.make('loan-1', await by.standing('acme', 'loan-1'), async () => id, command, async (held) => held.id);
  return { time, append, complete, keys, context, idForNew, otherProcess: () => new CaseKeys(new CommandRunner(store), time) };
}

describe('the key of a case that is to be made', () => {
  it("is one command's at a time, and its own again when it comes again, to any process", async () => {
    const { context, idForNew, otherProcess } = installation();
    const mine = context();
    expect([await idForNew(1, undefined, mine), await idForNew(2), await idForNew(3, otherProcess())]).toEqual([1, undefined, undefined]);
    expect([await idForNew(4, undefined, mine), await idForNew(5, otherProcess(), mine)]).toEqual([1, 1]);
  });

  it('passes to another command with its id when nothing has come of it, and from there on in the same way', async () => {
    const { time, context, idForNew, otherProcess } = installation();
    const [mine, later] = [context(), context()];
    await idForNew(1, undefined, mine);
    time.advance(KEY_CLAIM_LASTS - 1);
    expect(await idForNew(2, otherProcess(), later)).toBeUndefined();
    time.advance(1);
    // At first it has to look again, for something may have come of it.
    expect([await idForNew(2, otherProcess(), later), await idForNew(2, undefined, later)]).toEqual([undefined, 1]);
    expect([await idForNew(1, undefined, mine), await idForNew(3)]).toEqual([undefined, undefined]);
    time.advance(KEY_CLAIM_LASTS);
    expect([await idForNew(1, undefined, mine), await idForNew(1, undefined, mine)]).toEqual([undefined, 1]);
  });

  it('does not pass on as long as this very process is making the case', async () => {
    const { time, keys, context, idForNew, otherProcess } = installation();
    const slow = Promise.withResolvers<string>();
    const made = keys.make('loan-1', undefined, async () => 1, context(), () => slow.promise);
    time.advance(KEY_CLAIM_LASTS);
    expect([await idForNew(2), await idForNew(2)]).toEqual([undefined, undefined]);
    slow.resolve('made');
    expect(await made).toBe('made');
    const next = context();
    expect([await idForNew(2, otherProcess(), next), await idForNew(2, undefined, next)]).toEqual([undefined, 1]);
  });

  it('is measured by when it was claimed, also for a command that has the time of its first coming', async () => {
    const { time, context, idForNew } = installation();
    const old = context();
    time.advance(KEY_CLAIM_LASTS);
    await idForNew(1, undefined, old);
    expect([await idForNew(2), await idForNew(2)]).toEqual([undefined, undefined]);
  });

  it("is another case's that has taken it in the meantime", async () => {
    const { append, keys, context, otherProcess } = installation();
    const before = await keys.standing('acme', 'loan-1');
    await append(7, aCase.created(1, { case_id: 7, external_id: 'loan-7' }));
    await otherProcess().claim(7, 'loan-1', context());
    expect(await keys.make('loan-1', before, async () => 1, context(), async () => 'made')).toBeUndefined();
    expect(await keys.standing('acme', 'loan-1')).toEqual({ holder: 7, isFree: false, isHandedOn: false });
  });
});

describe('the key of a case that was deleted', () => {
  it('stands for the next case that is made with it, in every process', async () => {
    const { append, complete, keys, idForNew, otherProcess } = installation();
    const other = otherProcess();
    expect([await idForNew(1), await idForNew(9, other)]).toEqual([1, undefined]);
    await append(1, ...complete(1), aCase.deleted());
    expect(await keys.standing('acme', 'loan-1')).toEqual({ holder: 1, isFree: true, isHandedOn: false });
    expect([await idForNew(2), await idForNew(3, other), await idForNew(4)]).toEqual([2, undefined, undefined]);
    expect(await other.standing('acme', 'loan-1')).toEqual({ holder: 2, isFree: false, isHandedOn: false });
  });

  it('is taken as long as a case is in its place', async () => {
    const { append, complete, keys, idForNew, context } = installation();
    await idForNew(1);
    await append(1, ...complete(1), aCase.archived(2), aCase.deleted(2));
    await append(2, ...complete(2));
    expect(await keys.standing('acme', 'loan-1')).toEqual({ holder: 1, isFree: false, isHandedOn: true });
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
