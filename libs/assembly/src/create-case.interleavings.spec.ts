import { CreateCase, createCaseInput, type CaseDocument } from '#cases';
import { type EventStore, KEY_CLAIM_LASTS, StoreUnavailableError } from '#event-sourcing';
import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { commandsOn } from './testing/command-process.js';

/** A command, and the processes that it comes to: a request comes to one, a message may come to two. */
const delivery = fc.record({
  to: fc.constantFrom([0], [1], [0, 1]),
  key: fc.constantFrom('loan-1', 'loan-2'),
  customer: fc.constantFrom('ada', 'bob'),
});

describe('commands that make cases with the same few keys, in any order of their calls to the store', () => {
  const store = new InMemoryEventStore();
  const time = new ManualTime();
  /** What every call to the store and every pause has to wait for. */
  let turn: (who: string) => Promise<unknown> = () => Promise.resolve();
  /** After how many calls to the store the first process is dead. */
  let callsLeft = Infinity;
  let commands: readonly CommandBus[];
  beforeAll(async () => {
    const timer = {
      delay: async () => {
        await turn('pause');
      },
    };
    const mortal = inTurns(() => {
      if (callsLeft-- <= 0) throw new StoreUnavailableError('The process is dead.');
    });
    commands = await Promise.all([mortal, inTurns(() => undefined)].map((of) => commandsOn(of, { clock: time, timer })));
  });

  function inTurns(check: () => void): EventStore {
    const append: EventStore['append'] = async (...args) => {
      await turn(`append to ${args[0]}`);
      check();
      const result = await store.append(...args);
      await turn(`answer from ${args[0]}`);
      check();
      return result;
    };
    const readStream: EventStore['readStream'] = async (...args) => {
      await turn(`read ${args[0]}`);
      check();
      return store.readStream(...args);
    };
    return Object.assign(Object.create(store) as EventStore, { append, readStream });
  }

  let runs = 0;
  it('lead to one case of each key, and those that are refused leave nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(delivery, { minLength: 2, maxLength: 5 }), fc.option(fc.nat(40), { nil: Infinity }), async (scheduler, wanted, calls) => {
        const org = `run${++runs}`;
        const create = (process: number, commandId: string, key: string, customer: string): Promise<CaseDocument> => {
          const input = createCaseInput.parse({ external_id: key, customer: { external_id: customer, full_name: `Named by ${commandId}` } });
          const context = { org, actor: 'client:spec', commandId: `${org}/${commandId}`, correlationId: commandId, now: time.now() };
          return commands[process]!.execute(new CreateCase(input, 3, context));
        };
        turn = (what) => scheduler.schedule(Promise.resolve(), what);
        callsLeft = calls;
        const outcomes = await scheduler.waitFor(
          Promise.all(wanted.map(({ to, key, customer }, index) => Promise.allSettled(to.map((process) => create(process, `${index}`, key, customer))))),
        );
        turn = () => Promise.resolve();
        callsLeft = Infinity;

        const log = (await store.readAll({ limit: 1_000_000 })).filter(({ metadata }) => metadata.org === org);
        const by = (commandId: string): string[] => log.filter(({ metadata }) => metadata.$correlationId === commandId).map(({ type }) => type);
        outcomes.forEach((settled, index) => {
          const made = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.id] : []));
          const reasons = settled.flatMap((each) => (each.status === 'rejected' ? [(each.reason as { readonly code: string }).code] : []));
          expect(new Set(made).size).toBeLessThanOrEqual(1);
          if (made.length > 0) expect(by(`${index}`).filter((type) => type === 'case-created')).toHaveLength(1);
          else if (reasons.every((code) => ['unique', 'case_being_made'].includes(code))) expect(by(`${index}`)).toEqual([]);
        });

        time.advance(KEY_CLAIM_LASTS);
        for (const key of new Set(wanted.map((each) => each.key))) {
          const before = log.filter(({ type, data }) => type === 'case-created' && data.external_id === key);
          expect(before.length).toBeLessThanOrEqual(1);
          const [last] = await Promise.allSettled([create(1, `last ${key}`, key, 'ada')]);
          expect(last.status).toBe(before.length === 1 ? 'rejected' : 'fulfilled');
        }
      }),
      { numRuns: 300 },
    );
  });
});
