import { caseStream } from '#cases';
import { deathsWithin, FrailStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openChildCases } from './child-cases.process.js';
import { tellParents } from './child-completions.process.js';
import { ADA, CompanyCase, GRACE, PARENT } from './testing/company-case.js';
import { runProcessManager } from './testing/run-process-manager.js';

describe('the completion of children', () => {
  let company: CompanyCase;
  let children: readonly number[];
  beforeEach(async () => {
    company = await CompanyCase.opened();
    await company.resolve([ADA, GRACE]);
    await runProcessManager(openChildCases, company.store);
    children = (await company.children()).map(({ data }) => data.case_id as number);
  });

  it('completes their parent, once, by what its own checks came to', async () => {
    expect((await company.state()).completed_at).toBeNull();
    for (const [index, child] of children.entries()) {
      expect(await company.ofType('child-case-completed')).toHaveLength(index);
      await company.decideChild(child, 'REJECTED');
      for (let times = 0; times < 2; times++) await runProcessManager(tellParents, company.store);
    }
    const told = await company.store.readStream(caseStream('acme', PARENT));
    expect(told.map(({ type }) => type).slice(-3)).toEqual(['child-case-completed', 'child-case-completed', 'case-completed']);
    expect(told.at(-1)?.data).toMatchObject({ outcome: 'ACCEPTED', parent_case_id: null });
  });

  it('is told to their parent once, whatever dies whenever', async () => {
    for (const child of children) await company.decideChild(child, 'ACCEPTED');
    for (const death of deathsWithin(children.length)) {
      const frail = FrailStore.dying(death, company.store);
      await runProcessManager(tellParents, frail.store, frail);
    }
    await runProcessManager(tellParents, company.store);
    expect(await company.ofType('child-case-completed')).toHaveLength(2);
    expect((await company.ofType('case-completed')).filter(({ stream }) => stream === caseStream('acme', PARENT))).toHaveLength(1);
  });
});
