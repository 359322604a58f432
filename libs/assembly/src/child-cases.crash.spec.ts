import type { EventStore } from '#event-sourcing';
import { type Death, deathsWithin, FrailStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openChildCases } from './child-cases.process.js';
import { ADA, CompanyCase, GRACE } from './testing/company-case.js';
import { runProcessManager } from './testing/run-process-manager.js';

/** Appends of whoever decides (two blocks of ids, the decision), and of the process manager (a key, two customers, two cases). */
const APPENDS = { decision: 3, manager: 5 };

describe('the cases of shareholders', () => {
  let company: CompanyCase;
  beforeEach(async () => {
    company = await CompanyCase.opened();
  });

  /** The process manager, until it has seen the whole log or has died. */
  const openChildren = async (death?: Death): Promise<void> => {
    if (death === undefined) return runProcessManager(openChildCases, company.store);
    const { store, isDead } = FrailStore.dying(death, company.store);
    await runProcessManager(openChildCases, store, { isDead });
  };
  /** A decision in a process that dies. */
  const resolveDying = (people: Parameters<CompanyCase['resolve']>[0], commandId: string, death: Death): Promise<void> =>
    company.resolve(people, commandId, FrailStore.dying(death, company.store).store).catch(() => undefined);

  it.each(deathsWithin(APPENDS.decision))('are one each when the process that decides dies at append $nth (stored: $stored)', async (death) => {
    await resolveDying([ADA, GRACE], 'resolve', death);
    await company.resolve([ADA, GRACE], 'resolve');
    await openChildren();
    await company.resolve([GRACE, ADA], 'resolve anew');
    await openChildren();
    await company.expectOneCaseEach([ADA, GRACE]);
  });

  it.each(deathsWithin(APPENDS.manager))('are one each when the process manager dies at append $nth (stored: $stored)', async (death) => {
    await company.resolve([ADA, GRACE]);
    await openChildren(death);
    expect((await company.children()).length).toBeLessThanOrEqual((await company.state()).children.length);
    await openChildren();
    await company.expectOneCaseEach([ADA, GRACE]);
  });

  it('die at every append that there is', async () => {
    const appendsOf = async (work: (on: EventStore) => Promise<void>): Promise<number> => {
      const counted = new FrailStore(company.store);
      let appends = 0;
      counted.before = () => {
        appends++;
      };
      await work(counted.store);
      return appends;
    };
    const decision = await appendsOf((on) => company.resolve([ADA, GRACE], 'resolve', on));
    const manager = await appendsOf((on) => runProcessManager(openChildCases, on));
    expect({ decision, manager }).toEqual(APPENDS);
  });

  it('are one each, whatever dies whenever', async () => {
    const death = fc.record({ nth: fc.integer({ min: 1, max: 6 }), stored: fc.boolean() });
    const step = fc.record({ who: fc.constantFrom('first', 'second', 'manager', 'both managers'), death });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        company = await CompanyCase.opened();
        let decided = false;
        for (const { who, death: at } of steps) {
          if (who === 'first' && !decided) await resolveDying([ADA], 'first', at);
          if (who === 'second') await resolveDying([GRACE, ADA], 'second', at);
          decided ||= who === 'second';
          if (who === 'manager') await openChildren(at);
          if (who === 'both managers') await Promise.all([openChildren(at), openChildren()]);
        }
        await company.resolve([GRACE, ADA], 'last');
        await Promise.all([openChildren(), openChildren()]);
        await company.expectOneCaseEach([ADA, GRACE]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
