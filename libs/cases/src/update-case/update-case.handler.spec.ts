import { CustomerReader } from '#customers';
import { type CommandContext, CommandRunner, systemClock } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { CaseCommands } from '../case.commands.js';
import type { CaseEvent } from '../case.events.js';
import { CaseKeys } from '../case.keys.js';
import { caseAggregate, caseStream } from '../case.state.js';
import { generatedExternalId } from '../external-id.js';
import { aCase } from '../testing/case-fixtures.js';
import { UpdateCase, UpdateCaseHandler } from './update-case.handler.js';
import { updateCaseInput } from './update-case.js';

/** An organization's cases on a store of their own, as one process after another sees them. */
function installation() {
  const store = new InMemoryEventStore();
  let commands = 0;
  const context = (commandId = `command-${++commands}`): CommandContext => ({ org: 'acme', actor: 'client:spec', commandId, correlationId: 'spec', now: 0 });
  const process = () => {
    const runner = new CommandRunner(store);
    const keys = new CaseKeys(runner, systemClock);
    const handler = new UpdateCaseHandler(new CaseCommands(runner, new CustomerReader(runner)), keys);
    const append = (id: number, ...events: CaseEvent[]) => runner.run(caseAggregate, caseStream('acme', id), () => events, context());
    const rename = (id: number, external_id: string, more: { commandId?: string; expected?: readonly number[] } = {}) =>
      handler.execute(new UpdateCase(id, updateCaseInput.parse({ external_id }), context(more.commandId), more.expected));
    return { keys, append, rename, handler };
  };
  const made = async (id: number, key: string): Promise<void> => {
    const { keys, append } = process();
    await keys.idOf('acme', key, async () => id, context());
    await append(id, aCase.created(1, { case_id: id, external_id: key }));
  };
  const streams = async (): Promise<number> => new Set((await store.readAll({})).map(({ stream }) => stream)).size;
  return { process, made, streams, context };
}

const CLASH = expect.objectContaining({ kind: 'invalid', code: 'unique' });

describe('another external_id for a case', () => {
  it('is had when nobody has it', async () => {
    const { process, made } = installation();
    await made(1, 'one');
    expect(await process().rename(1, 'uno')).toMatchObject({ id: 1, external_id: 'uno' });
  });

  it("is not had when it is another case's, there or to come, and nothing is left behind", async () => {
    const { process, made, streams, context } = installation();
    await made(1, 'one');
    await made(2, 'two');
    await process().keys.idOf('acme', 'three', async () => 3, context());
    const before = await streams();
    for (const key of ['two', 'three', generatedExternalId('acme', 2)]) await expect(process().rename(1, key)).rejects.toThrow(CLASH);
    await expect(process().rename(1, 'new', { expected: [7] })).rejects.toThrow(expect.objectContaining({ kind: 'stale' }));
    await expect(process().rename(9, 'new')).rejects.toThrow(expect.objectContaining({ code: 'case_not_found' }));
    expect(await streams()).toBe(before);
  });

  it('is had by one of two that want it at once', async () => {
    const { process, made } = installation();
    await made(1, 'one');
    await made(2, 'two');
    const results = await Promise.allSettled([process().rename(1, 'both'), process().rename(2, 'both')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('leaves the old one with the case: nobody else gets it, and the case may come back to it', async () => {
    const { process, made } = installation();
    await made(1, 'one');
    await made(2, 'two');
    const { rename } = process();
    await rename(1, 'uno');
    await expect(rename(2, 'one')).rejects.toThrow(CLASH);
    expect(await rename(1, 'one')).toMatchObject({ external_id: 'one' });
  });

  it('may be a former one of a case in whose place it is, a generated one too', async () => {
    const { process, made } = installation();
    await made(1, 'one');
    const { append, rename } = process();
    await rename(1, 'uno');
    await append(1, ...aCase.started(1), aCase.skipped(0), aCase.completed(null), aCase.archived(2));
    await append(2, aCase.created(1, { case_id: 2, external_id: 'uno' }));
    expect(await rename(2, 'one')).toMatchObject({ id: 2, external_id: 'one' });
    expect(await rename(2, generatedExternalId('acme', 1))).toMatchObject({ id: 2 });
    await expect(rename(1, 'other')).rejects.toThrow(expect.objectContaining({ code: 'case_archived' }));
  });

  it('is finished by the next try when the process died after the claim', async () => {
    const { process, made, context } = installation();
    await made(1, 'one');
    await made(2, 'two');
    await process().keys.claim(1, 'uno', context());
    await expect(process().rename(2, 'uno')).rejects.toThrow(CLASH);
    expect(await process().rename(1, 'uno')).toMatchObject({ external_id: 'uno' });
  });

  it('is told again, as it was, when the same command comes again', async () => {
    const { process, made } = installation();
    await made(1, 'one');
    const first = await process().rename(1, 'uno', { commandId: 'same', expected: [0] });
    await process().rename(1, 'due');
    expect(await process().rename(1, 'uno', { commandId: 'same', expected: [0] })).toEqual(first);
  });
});
