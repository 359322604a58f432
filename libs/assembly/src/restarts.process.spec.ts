import {
  caseAggregate, type CaseDocument, type CaseEvent, type CaseState, caseStream, CreateCase, createCaseInput, DecideCheck, decideCheckInput, StartCase, type StartedCase,
} from '#cases';
import { type CommandContext, CommandRunner, type EventStore, type RecordedEvent } from '#event-sourcing';
import { deathsWithin, FrailStore, InMemoryEventStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { finishRestarts } from './restarts.process.js';
import { commandsOn } from './testing/command-process.js';
import { runProcessManager } from './testing/run-process-manager.js';

const context = (commandId: string): CommandContext => ({ org: 'acme', actor: 'client:spec', commandId, correlationId: commandId, now: 0 });

const deletionOf = ({ customer_id, successor_id }: CaseState): CaseEvent => ({ type: 'case-deleted', data: { customer_id, successor_id } });

describe('a restart', () => {
  let store: InMemoryEventStore;
  let old: CaseDocument;
  beforeEach(async () => {
    store = new InMemoryEventStore();
    const commands = await commandsOn(store);
    const input = createCaseInput.parse({ external_id: 'loan-1', customer: { external_id: 'ada', full_name: 'Ada' }, checks: [{ check_type: 'PEP' }] });
    const made = await commands.execute(new CreateCase(input, 3, context('create')));
    old = await commands.execute(new DecideCheck(made.checks[0]!.id, decideCheckInput.parse({ outcome: 'ACCEPTED' }), context('decide')));
  });

  const restart = async (commandId: string, on: EventStore = store): Promise<StartedCase> =>
    (await commandsOn(on)).execute(new StartCase(old.id, true, context(commandId)));
  const finish = (): Promise<void> => runProcessManager(finishRestarts, store);

  const ofType = async (type: string): Promise<readonly RecordedEvent[]> => store.readAll({ filter: { types: [type] } });

  /** The successor is there, once, and the key is its own. */
  async function expectOneSuccessor(): Promise<void> {
    const [archived, ...more] = await ofType('case-archived');
    expect(more).toEqual([]);
    expect(archived?.stream).toBe(`case-acme.${old.id}`);
    const withKey = (await ofType('case-created')).filter(({ data }) => data.external_id === 'loan-1');
    expect(withKey.map(({ data }) => data.case_id)).toEqual([old.id, archived?.data.successor_id]);
    const successor = await store.readStream(`case-acme.${archived?.data.successor_id as number}`);
    expect(successor.map(({ type }) => type)).toEqual(['case-created', 'case-started', 'check-requested']);
    await expectKeyIsTaken();
  }

  async function expectKeyIsTaken(): Promise<void> {
    const commands = await commandsOn(store);
    const input = createCaseInput.parse({ external_id: 'loan-1', customer: { external_id: 'ada', full_name: 'Ada' } });
    await expect(commands.execute(new CreateCase(input, 3, context('another')))).rejects.toMatchObject({ fields: [{ path: ['external_id'] }] });
    // The very command that made the old case still finds what it made.
    expect((await commands.execute(new CreateCase(input, 3, context('create')))).id).toBe(old.id);
  }

  it('makes a new case once, and answers with it each time', async () => {
    const first = await restart('restart');
    expect(first).toMatchObject({ action: 'restarted', document: { external_id: 'loan-1', status: 'PROCESSING', archived: false, customer: { full_name: 'Ada' } } });
    expect(first.document.id).not.toBe(old.id);
    expect(await restart('restart')).toEqual(first);
    expect(await restart('once more')).toEqual(first);
    await finish();
    await expectOneSuccessor();
  });

  it('shows a later request how the new case is by then', async () => {
    const { document } = await restart('restart');
    const commands = await commandsOn(store);
    await commands.execute(new DecideCheck(document.checks[0]!.id, decideCheckInput.parse({ outcome: 'REJECTED' }), context('decide again')));
    expect(await restart('once more')).toMatchObject({ action: 'restarted', document: { id: document.id, outcome: 'REJECTED' } });
    expect(await commands.execute(new StartCase(old.id, false, context('start')))).toMatchObject({ action: 'noop_already_started', document: { id: old.id, archived: true } });
  });

  it('asked for twenty times at once, in two processes, makes one new case', async () => {
    const processes = [await commandsOn(store), await commandsOn(store)];
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => processes[index % 2]!.execute(new StartCase(old.id, true, context(`restart ${index}`)))),
    );
    expect(new Set(all.map(({ action, document }) => `${action} ${document.id}`)).size).toBe(1);
    await expectOneSuccessor();
  });

  it('asked for by one command in two processes at once makes one new case: the one whose id is in the log', async () => {
    const frail = new FrailStore(store);
    const slow = frail.holdAt('case');
    const slowly = restart('restart', frail.store);
    await slow.arrived;
    const quickly = await restart('restart');
    slow.goOn();
    expect((await slowly).document).toEqual(quickly.document);
    await expectOneSuccessor();
  });

  // The appends of a restart: a block of ids, the old case, the new one.
  describe.each(deathsWithin(3))('whose process dies at append $nth (stored: $stored)', (death) => {
    beforeEach(async () => {
      await expect(restart('restart', FrailStore.dying(death, store).store)).rejects.toThrow();
    });

    it.each<[string, () => Promise<unknown>]>([
      ['the same request again', () => restart('restart')],
      ['another request', () => restart('once more')],
      ['both and the process manager, at once', () => Promise.all([restart('restart'), restart('once more'), finish()])],
    ])('is finished by %s', async (_, finishInThisWay) => {
      await finishInThisWay();
      await expectOneSuccessor();
      await finish();
      await expectOneSuccessor();
    });

    it('is finished by the process manager once the old case is archived, and was nothing before', async () => {
      await finish();
      if ((await ofType('case-archived')).length > 0) await expectOneSuccessor();
      else expect(await ofType('case-created')).toHaveLength(1);
      await expectKeyIsTaken();
    });
  });

  it('is finished by the process manager also when the old case was kept for as long as it may be before that', async () => {
    await expect(restart('restart', FrailStore.dying({ nth: 3, stored: false }, store).store)).rejects.toThrow();
    await new CommandRunner(store).run(caseAggregate, caseStream('acme', old.id), (state) => [deletionOf(state!)], context('delete'));
    await finish();
    await expectOneSuccessor();
  });

  it('that the process manager finished bears the name of whoever asked for it', async () => {
    await expect(restart('restart', FrailStore.dying({ nth: 3, stored: false }, store).store)).rejects.toThrow();
    await finish();
    const created = (await ofType('case-created')).at(-1);
    expect(created?.metadata).toMatchObject({ actor: 'client:spec', command_id: 'restart', $correlationId: 'restart' });
  });
});
