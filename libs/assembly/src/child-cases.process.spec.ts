import { ConfigReader } from '#configs';
import { type CustomerEvent, customerAggregate, UpsertCustomer, upsertCustomerInput } from '#customers';
import { type EventStore, StoreUnavailableError } from '#event-sourcing';
import { FrailStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openChildCases } from './child-cases.process.js';
import { commandsOn } from './testing/command-process.js';
import { ADA, CompanyCase, contextOf, GRACE, kycConfig, PARENT } from './testing/company-case.js';
import { runProcessManager } from './testing/run-process-manager.js';

describe('the cases of shareholders', () => {
  let company: CompanyCase;
  beforeEach(async () => {
    company = await CompanyCase.opened();
  });
  const openChildren = (on: EventStore = company.store, isDead = (): boolean => false): Promise<void> => runProcessManager(openChildCases, on, { isDead });

  it('are made when a decision names them, once', async () => {
    await company.resolve([ADA, GRACE]);
    expect(await company.children()).toEqual([]);
    for (let times = 0; times < 3; times++) await openChildren();
    await company.expectOneCaseEach([ADA, GRACE]);
    const [first] = await company.children();
    expect(first?.data).toMatchObject({ parent_case_id: PARENT, webhook_url: null, delete_after: 30, case_config: 'kyc', pinned_config: { version: 1 } });
    expect(first?.metadata).toMatchObject({ actor: 'system:processes', on_behalf_of: 'client:spec', $correlationId: 'resolve' });
  });

  it('are added to by a later decision, by the config as it is then', async () => {
    await company.resolve([ADA]);
    await openChildren();
    await company.define(kycConfig(2));
    await company.resolve([GRACE, ADA], 'resolve anew');
    await openChildren();
    await company.expectOneCaseEach([ADA, GRACE]);
    expect((await company.children()).map(({ data }) => (data.pinned_config as { version: number }).version)).toEqual([1, 2]);
    expect(await new ConfigReader(company.runner).caseConfig('acme', 'kyc', 1)).toMatchObject({ checks: [{ check_type: 'PEP' }] });
  });

  it('leave a customer as it is who was known before, but for what a case says of one', async () => {
    await company.resolve([ADA]);
    await openChildren();
    const [customer] = await company.ofType('customer-created');
    await company.resolve([{ ...ADA, full_name: 'Ada King' }, GRACE], 'resolve anew');
    await openChildren();
    expect(await company.store.readStream(customer!.stream)).toHaveLength(1);
    expect(await company.children()).toHaveLength(2);
  });

  /** Makes the customer of the one child, and dies before it makes the case. */
  async function dieBeforeTheCase(): Promise<void> {
    const frail = new FrailStore(company.store);
    let isDead = false;
    frail.before = (stream) => {
      isDead = stream.startsWith('case-');
      if (isDead) throw new StoreUnavailableError('The process is dead.');
    };
    await openChildren(frail.store, () => isDead);
  }

  it.each([
    { known: false, finished: false },
    { known: false, finished: true },
    { known: true, finished: true },
  ])('leave a customer alone who was changed since (known before: $known, the case was there: $finished)', async ({ known, finished }) => {
    const input = upsertCustomerInput.parse({ ...ADA, customer_type: 'INDIVIDUAL' });
    if (known) await (await commandsOn(company.store)).execute(new UpsertCustomer(input, contextOf('before')));
    await company.resolve([ADA]);
    await (finished ? openChildren() : dieBeforeTheCase());
    const [customer] = await company.ofType('customer-created');
    const renamed: CustomerEvent = { type: 'customer-updated', data: { customer_id: customer!.data.customer_id as number, full_name: 'Ada King' } };
    await company.runner.run(customerAggregate, customer!.stream, () => [renamed], contextOf('rename'));
    await openChildren();
    expect(await company.children()).toHaveLength(1);
    expect((await company.store.readStream(customer!.stream)).map(({ type }) => type)).toEqual(['customer-created', 'customer-updated']);
  });
});
