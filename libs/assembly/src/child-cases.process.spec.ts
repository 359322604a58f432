import {
  caseAggregate, CaseHandlersModule, type CaseState, caseStream, createCaseInput, DecideCheck, decideCheckInput, decideCreateCase,
} from '#cases';
import { type Blueprint, configAggregate, type ConfigEvent, configStream, ConfigReader } from '#configs';
import { customerAggregate, type CustomerEvent, UpsertCustomer, upsertCustomerInput } from '#customers';
import { type CommandContext, CommandRunner, type EventStore, type RecordedEvent, StoreUnavailableError } from '#event-sourcing';
import { InMemoryEventStore, InMemoryProjectionStore } from '#event-sourcing/testing';
import { createLogger, loadSettings, MasterKey, PlatformModule } from '#platform';
import type { ReadStore } from '#read-store';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import fc from 'fast-check';
import type { Background, BackgroundPart } from './background-part.js';
import { openChildCases } from './child-cases.process.js';
import { tellParents } from './child-completions.process.js';
import { alone } from './one-at-a-time.js';
import { StoresModule } from './stores.module.js';

const settings = loadSettings({ LOG_LEVEL: 'silent' });
const platform = { settings, logger: createLogger(settings), masterKey: new MasterKey(Buffer.alloc(32, 7)) };
const context = (commandId: string): CommandContext => ({ org: 'acme', actor: 'client:spec', commandId, correlationId: commandId, now: 0 });

@Module({})
class SpecModule {}

/** A process that carries out commands; its memory of ids and keys is its own. */
async function processOn(eventStore: EventStore): Promise<INestApplicationContext> {
  const stores = { eventStore, readStore: {} as ReadStore };
  const imports = [PlatformModule.forRoot(platform), StoresModule.forRoot(stores), CqrsModule.forRoot(), CaseHandlersModule];
  return NestFactory.createApplicationContext({ module: SpecModule, imports }, { logger: false });
}

/** A moment at which a process dies: at its nth call of the store; an append may be stored all the same. */
interface Death {
  readonly call: number;
  readonly stored: boolean;
}

/** The store as a process sees it that dies. */
function dyingAt({ call, stored }: Death, store: EventStore): EventStore & { isDead(): boolean } {
  let calls = 0;
  const reach = async <Answer>(ask: () => Promise<Answer>, isAppend: boolean): Promise<Answer> => {
    if (++calls < call) return ask();
    if (calls === call && isAppend && stored) await ask();
    throw new StoreUnavailableError('The process is dead.');
  };
  return Object.assign(Object.create(store) as EventStore, {
    append: (...args: Parameters<EventStore['append']>) => reach(() => store.append(...args), true),
    readStream: (...args: Parameters<EventStore['readStream']>) => reach(() => store.readStream(...args), false),
    isDead: () => calls >= call,
  });
}

/** A process manager, from the log's beginning until it has seen all of it, or died. */
async function run(part: BackgroundPart, eventStore: EventStore): Promise<void> {
  const stop = new AbortController();
  const end = (): void => { stop.abort(); };
  const registers = new InMemoryProjectionStore();
  const moved = registers.moveRegister.bind(registers);
  registers.moveRegister = (...args) => {
    end();
    return moved(...args);
  };
  const logger = { ...silent, error: end };
  const stores = { eventStore, readStore: registers as unknown as ReadStore };
  await part({ platform: { ...platform, logger }, stores, oneAtATime: alone(stop.signal), signal: stop.signal } as unknown as Background);
}
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, fatal: () => undefined };

/** Ids that nothing made by the spec gets. */
const PARENT = 1_000;
const COMPANY = 5_000;
const BLUEPRINT: Blueprint = {
  slug: 'onboarding', version: 1, customer_type: null, outcome_rules: null, dual: { kyb: { slug: 'kyb', version: 1 }, kyc: 'kyc' },
  checks: [{ check_type: 'UBO_RESOLUTION', input_details: null, provider: null, required: true }],
};
const kyc = (version: number): ConfigEvent => ({
  type: 'case-config-defined',
  data: {
    slug: 'kyc', version, name: 'KYC', customer_type: 'INDIVIDUAL', outcome_rules: null, checklist: [], sla_hours: null,
    checks: [{ check_type: version === 1 ? 'PEP' : 'IDV', input_details: null, provider: null, required: true }],
  },
});

interface Person {
  readonly full_name: string;
  readonly external_id?: string | undefined;
}
const ADA: Person = { full_name: 'Ada Lovelace', external_id: 'ada' };
const GRACE: Person = { full_name: 'Grace Hopper' };

describe('the cases of shareholders', () => {
  let store: InMemoryEventStore;
  beforeEach(async () => {
    store = await newStore();
  });

  async function newStore(): Promise<InMemoryEventStore> {
    const made = new InMemoryEventStore();
    const runner = new CommandRunner(made);
    await runner.run(configAggregate, configStream('acme', 'kyc'), () => [kyc(1)], context('config'));
    const input = createCaseInput.parse({ customer_id: COMPANY, document_ids: [9], webhook_url: 'https://example.com/', delete_after: 30 });
    const command = { id: PARENT, externalId: 'company', customerId: COMPANY, apiVersion: 3 as const, input, blueprint: BLUEPRINT };
    await runner.run(caseAggregate, caseStream('acme', PARENT), (state) => decideCreateCase(command, state), context('create'));
    return made;
  }

  const state = async (id: number): Promise<CaseState> => (await new CommandRunner(store).read(caseAggregate, caseStream('acme', id))).state!;
  const ofType = (type: string): Promise<readonly RecordedEvent[]> => store.readAll({ filter: { types: [type] } });
  const children = async (): Promise<readonly RecordedEvent[]> => (await ofType('case-created')).filter(({ data }) => data.parent_case_id === PARENT);

  async function decide(checkId: number, body: object, commandId: string, on: EventStore = store): Promise<void> {
    await (await processOn(on)).get(CommandBus).execute(new DecideCheck(checkId, decideCheckInput.parse(body), context(commandId)));
  }
  const resolve = async (shareholders: readonly Person[], commandId = 'resolve', on: EventStore = store): Promise<void> =>
    decide((await state(PARENT)).checks[0]!.id, { outcome: 'ACCEPTED', shareholders }, commandId, on);

  /** The store as a process sees it that dies before it makes such an event. */
  function dyingAtAppend(type: string): EventStore {
    const append: EventStore['append'] = (stream, expected, events) =>
      events.some((event) => event.type === type) ? Promise.reject(new StoreUnavailableError('The process is dead.')) : store.append(stream, expected, events);
    return Object.assign(Object.create(store) as EventStore, { append });
  }

  /** Each of these people has one case, begun and by the config, and one customer. */
  async function expectOneCaseEach(people: readonly Person[]): Promise<void> {
    const made = await children();
    expect(made).toHaveLength(people.length);
    const planned = (await state(PARENT)).children;
    expect(made.map(({ data }) => data.case_id).sort()).toEqual(planned.map(({ case_id }) => case_id).sort());
    const customers = await ofType('customer-created');
    const names = made.map(({ data }) => customers.find((each) => each.data.customer_id === data.customer_id)?.data.full_name);
    expect([...names].sort()).toEqual(people.map(({ full_name }) => full_name).sort());
    expect(customers).toHaveLength(people.length);
    for (const { data } of customers) expect(data).toMatchObject({ parent: COMPANY, customer_type: 'INDIVIDUAL' });
    for (const { stream } of made) expect((await store.readStream(stream)).map(({ type }) => type)).toEqual(['case-created', 'case-started', 'check-requested']);
  }

  it('are made when a decision names them, once', async () => {
    await resolve([ADA, GRACE]);
    expect(await children()).toEqual([]);
    for (let times = 0; times < 3; times++) await run(openChildCases, store);
    await expectOneCaseEach([ADA, GRACE]);
    const [first] = await children();
    expect(first?.data).toMatchObject({ parent_case_id: PARENT, webhook_url: null, delete_after: 30, case_config: 'kyc', pinned_config: { version: 1 } });
    expect(first?.metadata).toMatchObject({ actor: 'system:processes', on_behalf_of: 'client:spec', $correlationId: 'resolve' });
  });

  it('are added to by a later decision, by the config as it is then', async () => {
    await resolve([ADA]);
    await run(openChildCases, store);
    await new CommandRunner(store).run(configAggregate, configStream('acme', 'kyc'), () => [kyc(2)], context('new version'));
    await resolve([GRACE, ADA], 'resolve anew');
    await run(openChildCases, store);
    await expectOneCaseEach([ADA, GRACE]);
    expect((await children()).map(({ data }) => (data.pinned_config as { version: number }).version)).toEqual([1, 2]);
    expect(await new ConfigReader(new CommandRunner(store)).caseConfig('acme', 'kyc', 1)).toMatchObject({ checks: [{ check_type: 'PEP' }] });
  });

  it('leave a customer as it is who was known before, but for what a case says of one', async () => {
    await resolve([ADA]);
    await run(openChildCases, store);
    const [customer] = await ofType('customer-created');
    await resolve([{ ...ADA, full_name: 'Ada King' }, GRACE], 'resolve anew');
    await run(openChildCases, store);
    expect(await store.readStream(customer!.stream)).toHaveLength(1);
    expect(await children()).toHaveLength(2);
  });

  it.each([
    { known: false, finished: false },
    { known: false, finished: true },
    { known: true, finished: true },
  ])('leave a customer alone who was changed since (known before: $known, the case was there: $finished)', async ({ known, finished }) => {
    const input = upsertCustomerInput.parse({ ...ADA, customer_type: 'INDIVIDUAL' });
    if (known) await (await processOn(store)).get(CommandBus).execute(new UpsertCustomer(input, context('before')));
    await resolve([ADA]);
    await run(openChildCases, finished ? store : dyingAtAppend('case-created'));
    const [customer] = await ofType('customer-created');
    const renamed: CustomerEvent = { type: 'customer-updated', data: { customer_id: customer!.data.customer_id as number, full_name: 'Ada King' } };
    await new CommandRunner(store).run(customerAggregate, customer!.stream, () => [renamed], context('rename'));
    await run(openChildCases, store);
    expect(await children()).toHaveLength(1);
    expect((await store.readStream(customer!.stream)).map(({ type }) => type)).toEqual(['customer-created', 'customer-updated']);
  });

  it('complete their parent, once', async () => {
    await resolve([ADA, GRACE]);
    await run(openChildCases, store);
    expect((await state(PARENT)).completed_at).toBeNull();
    for (const [index, { data }] of (await children()).entries()) {
      expect(await ofType('child-case-completed')).toHaveLength(index);
      const child = await state(data.case_id as number);
      await decide(child.checks[0]!.id, { outcome: 'REJECTED' }, `child ${index}`);
      for (let times = 0; times < 2; times++) await run(tellParents, store);
    }
    const told = await store.readStream(caseStream('acme', PARENT));
    expect(told.map(({ type }) => type).slice(-3)).toEqual(['child-case-completed', 'child-case-completed', 'case-completed']);
    expect(told.at(-1)?.data).toMatchObject({ outcome: 'ACCEPTED', parent_case_id: null });
  });

  // Every call of the store between the decision and the last child, and some more: those of whoever decides, then of the process manager.
  const deaths = Array.from({ length: 26 }, (_, index) => index + 1).flatMap((call) => [false, true].map((stored) => ({ call, stored })));

  it.each(deaths)('are one each when the process that decides dies at call $call (stored: $stored)', async (death) => {
    const dying = dyingAt(death, store);
    await resolve([ADA, GRACE], 'resolve', dying).catch(() => undefined);
    await resolve([ADA, GRACE], 'resolve');
    await run(openChildCases, store);
    await resolve([GRACE, ADA], 'resolve anew');
    await run(openChildCases, store);
    await expectOneCaseEach([ADA, GRACE]);
  });

  it.each(deaths)('are one each when the process manager dies at call $call (stored: $stored)', async (death) => {
    await resolve([ADA, GRACE]);
    await run(openChildCases, dyingAt(death, store));
    const planned = (await state(PARENT)).children.length;
    expect((await children()).length).toBeLessThanOrEqual(planned);
    await run(openChildCases, store);
    await expectOneCaseEach([ADA, GRACE]);
  });

  it('die at every call that there is', async () => {
    await resolve([ADA, GRACE]);
    const last = dyingAt(deaths.at(-1)!, store);
    await run(openChildCases, last);
    expect(last.isDead()).toBe(false);
  });

  it('are one each, whatever dies whenever', async () => {
    const death = fc.record({ call: fc.integer({ min: 1, max: 30 }), stored: fc.boolean() });
    const step = fc.record({ who: fc.constantFrom('first', 'second', 'manager', 'both managers'), death });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        store = await newStore();
        let decided = false;
        for (const { who, death: at } of steps) {
          const dying = dyingAt(at, store);
          if (who === 'first' && !decided) await resolve([ADA], 'first', dying).catch(() => undefined);
          if (who === 'second') await resolve([GRACE, ADA], 'second', dying).catch(() => undefined);
          decided ||= who === 'second';
          if (who === 'manager') await run(openChildCases, dying);
          if (who === 'both managers') await Promise.all([run(openChildCases, dying), run(openChildCases, store)]);
        }
        await resolve([GRACE, ADA], 'last');
        await Promise.all([run(openChildCases, store), run(openChildCases, store)]);
        await expectOneCaseEach([ADA, GRACE]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('tell their parent once, whatever dies whenever', async () => {
    await resolve([ADA, GRACE]);
    await run(openChildCases, store);
    for (const [index, { data }] of (await children()).entries()) {
      await decide((await state(data.case_id as number)).checks[0]!.id, { outcome: 'ACCEPTED' }, `child ${index}`);
    }
    for (const death of deaths.slice(0, 12)) await run(tellParents, dyingAt(death, store));
    await run(tellParents, store);
    expect(await ofType('child-case-completed')).toHaveLength(2);
    expect((await ofType('case-completed')).filter(({ stream }) => stream === caseStream('acme', PARENT))).toHaveLength(1);
  });
});
