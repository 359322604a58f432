import { CreateCase, createCaseInput, type CaseDocument, caseStream } from '#cases';
import { documentAggregate, documentStream } from '#documents';
import { type CommandContext, CommandRunner, KEY_CLAIM_LASTS, type RecordedEvent } from '#event-sourcing';
import { FrailStore, InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandBus } from '@nestjs/cqrs';
import { commandsOn } from './testing/command-process.js';

const CASE_MADE = ['case-created', 'case-started', 'check-requested'];
const TAKEN = { kind: 'invalid', code: 'unique', fields: [{ path: ['external_id'] }] };
const REFUSED = { status: 'rejected', reason: TAKEN };

describe('requests for a case with the same external_id, at the same time', () => {
  let store: InMemoryEventStore;
  let time: ManualTime;
  /** Another process, which nothing holds up. */
  let commands: CommandBus;
  beforeEach(async () => {
    store = new InMemoryEventStore();
    time = new ManualTime();
    commands = await commandsOn(store, { clock: time, timer: time });
    await create(commands, 'before', { external_id: 'loan-0', customer: { external_id: 'known', full_name: 'Known' } });
  });

  const context = (commandId: string): CommandContext => ({ org: 'acme', actor: 'client:spec', commandId, correlationId: commandId, now: time.now() });
  const create = (by: CommandBus, commandId: string, input: object): Promise<CaseDocument> =>
    by.execute(new CreateCase(createCaseInput.parse({ external_id: 'loan-1', checks: [{ check_type: 'PEP' }], ...input }), 3, context(commandId)));

  /** A process that stands still right before it writes to a stream of this category. */
  async function slowProcess(category: string) {
    const frail = new FrailStore(store);
    const commandsOfIt = await commandsOn(frail.store, { clock: time, timer: time });
    return { commands: commandsOfIt, ...frail.holdAt(category) };
  }

  /** What becomes of it, while time passes for those who wait. */
  async function outcome<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
    const settled = Promise.allSettled([work]).then(([of]) => of);
    for (;;) {
      const of = await Promise.race([settled, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))]);
      if (of) return of;
      time.advance(1);
    }
  }

  const untilOneWaits = async (): Promise<void> => {
    while (time.waiting === 0) await new Promise(setImmediate);
  };

  const log = (): Promise<readonly RecordedEvent[]> => store.readAll({ limit: 100_000 });
  const writtenBy = async (commandId: string): Promise<string[]> =>
    (await log()).filter(({ metadata }) => metadata.$correlationId === commandId).map(({ type }) => type);
  const casesWithKey = async (key = 'loan-1'): Promise<readonly RecordedEvent[]> =>
    (await log()).filter(({ type, data }) => type === 'case-created' && data.external_id === key);

  describe.each<[what: string, first: object, second: object, claims: readonly string[]]>([
    ['new customers', { external_id: 'ada', full_name: 'Ada' }, { external_id: 'bob', full_name: 'Bob' }, ['customerKey']],
    ['the same new customer', { external_id: 'ada', full_name: 'Ada' }, { external_id: 'ada', full_name: 'Ada King' }, ['customerKey']],
    ['a customer who is known', { external_id: 'known', full_name: 'Known first' }, { external_id: 'known', full_name: 'Known second' }, []],
    ['customers without a key', { full_name: 'Ada' }, { full_name: 'Bob' }, []],
  ])('with %s', (_, first, second, claims) => {
    it.each([...claims, 'customer', 'case'])('lead to one, and the refused one leaves nothing, when the first one is about to write its %s', async (category) => {
      const slow = await slowProcess(category);
      const slowly = create(slow.commands, 'slow', { customer: first });
      await slow.arrived;
      const quickly = create(commands, 'quick', { customer: second });
      await untilOneWaits();
      slow.goOn();
      expect(await outcome(slowly)).toMatchObject({ status: 'fulfilled' });
      expect(await outcome(quickly)).toMatchObject(REFUSED);
      expect(await writtenBy('quick')).toEqual([]);
      expect(await casesWithKey()).toHaveLength(1);
    });

    it('lead to one, and the refused one leaves nothing, when the first one is about to claim the key', async () => {
      const slow = await slowProcess('caseKey');
      const slowly = create(slow.commands, 'slow', { customer: first });
      await slow.arrived;
      await create(commands, 'quick', { customer: second });
      slow.goOn();
      expect(await outcome(slowly)).toMatchObject(REFUSED);
      expect(await writtenBy('slow')).toEqual([]);
      expect(await casesWithKey()).toHaveLength(1);
    });
  });

  it('are told to try again while the first one stands still; then another one makes the case, and the first one none', async () => {
    const slow = await slowProcess('customer');
    const slowly = create(slow.commands, 'slow', { customer: { external_id: 'ada', full_name: 'Ada' } });
    await slow.arrived;
    const input = { customer: { external_id: 'ada', full_name: 'Ada King' } };
    expect(await outcome(create(commands, 'early', input))).toMatchObject({ status: 'rejected', reason: { kind: 'unavailable', code: 'case_being_made' } });
    expect(await writtenBy('early')).toEqual([]);

    time.advance(KEY_CLAIM_LASTS);
    expect(await outcome(create(commands, 'late', input))).toMatchObject({ status: 'fulfilled', value: { customer: { full_name: 'Ada King' } } });
    slow.goOn();
    expect(await outcome(slowly)).toMatchObject(REFUSED);
    expect(await casesWithKey()).toHaveLength(1);
  });

  it('lead to one of a hundred, in three processes; nothing is seen of the others', async () => {
    const processes = await Promise.all([0, 1, 2].map(() => commandsOn(store, { clock: time, timer: time })));
    const earlier = (await log()).length;
    const all = await outcome(
      Promise.allSettled(
        Array.from({ length: 100 }, (_, index) => create(processes[index % 3]!, `${index}`, { customer: { external_id: `customer-${index % 7}`, full_name: `Name ${index}` } })),
      ),
    );
    const settled = all.status === 'fulfilled' ? all.value : [];
    const made = settled.findIndex(({ status }) => status === 'fulfilled');
    expect(settled.filter((_, index) => index !== made)).toMatchObject(Array(99).fill(REFUSED));
    const since = (await log()).slice(earlier).filter(({ type }) => type !== 'ids-reserved');
    expect(since.map(({ type }) => type)).toEqual(['key-claimed', 'key-claimed', 'customer-created', ...CASE_MADE]);
    expect(new Set(since.map(({ metadata }) => metadata.$correlationId))).toEqual(new Set([`${made}`]));
  });

  it('are one command that came to two processes: both hear of the same case', async () => {
    const input = { customer: { external_id: 'ada', full_name: 'Ada' } };
    const slow = await slowProcess('case');
    const slowly = create(slow.commands, 'same', input);
    await slow.arrived;
    const quickly = await create(commands, 'same', input);
    slow.goOn();
    expect((await slowly).id).toBe(quickly.id);
    expect(await writtenBy('same')).toEqual(['key-claimed', 'key-claimed', 'customer-created', ...CASE_MADE]);
  });

  // The appends: a block of ids for cases and one for customers, each after its key was not known; two keys, the customer, the case.
  describe.each(Array.from({ length: 6 }, (_, index) => index + 1).flatMap((nth) => [false, true].map((stored) => ({ nth, stored }))))(
    'of which the first one dies at append $nth (stored: $stored)',
    ({ nth, stored }) => {
      const input = { customer: { external_id: 'ada', full_name: 'Ada' } };
      beforeEach(async () => {
        const frail = new FrailStore(store);
        frail.dieAt(nth, stored);
        expect(await outcome(create(await commandsOn(frail.store, { clock: time, timer: time }), 'first', input))).toMatchObject({ status: 'rejected' });
      });

      it('lead to one when the same command comes again, at once', async () => {
        expect(await create(commands, 'first', input)).toMatchObject({ external_id: 'loan-1', customer: { full_name: 'Ada' } });
        expect(await writtenBy('first')).toEqual(['key-claimed', 'key-claimed', 'customer-created', ...CASE_MADE]);
      });

      it('lead to one when another command comes, once it is clear that nobody is at it', async () => {
        time.advance(KEY_CLAIM_LASTS);
        const another = await outcome(create(commands, 'another', { customer: { external_id: 'ada', full_name: 'Ada King' } }));
        const [created, ...more] = await casesWithKey();
        expect(more).toEqual([]);
        if (created?.metadata.command_id === 'first') expect(another).toMatchObject(REFUSED);
        else expect(another).toMatchObject({ status: 'fulfilled', value: { customer: { full_name: 'Ada King' } } });
      });
    },
  );

  it('leave a customer as it is when a document is given to another case', async () => {
    const uploaded = {
      type: 'document-uploaded' as const,
      data: { document_id: 9, customer_id: null, original_name: 'a.txt', content_type: 'text/plain', size: 1, sha256: 'ab', linked_to: null, delete_after: -1 },
    };
    await new CommandRunner(store).run(documentAggregate, documentStream('acme', 9), () => [uploaded], context('upload'));
    const customer = { external_id: 'known', full_name: 'Renamed' };
    const slow = await slowProcess('document');
    const slowly = create(slow.commands, 'slow', { customer, document_ids: [9] });
    await slow.arrived;
    const { id } = await create(commands, 'quick', { external_id: 'loan-2', customer: { full_name: 'Bob' }, document_ids: [9] });
    slow.goOn();
    expect(await outcome(slowly)).toMatchObject({ status: 'rejected', reason: { code: 'document_being_linked' } });
    expect(await writtenBy('slow')).toEqual(['key-claimed']);
    expect((await store.readStream(caseStream('acme', id))).map(({ type }) => type)).toEqual(CASE_MADE);
  });
});
