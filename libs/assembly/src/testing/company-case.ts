import { caseAggregate, type CaseState, caseStream, createCaseInput, DecideCheck, decideCheckInput, decideCreateCase } from '#cases';
import { type Blueprint, configAggregate, type ConfigEvent, configStream } from '#configs';
import { type CommandContext, CommandRunner, type EventStore, type RecordedEvent } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { expect } from '@jest/globals';
import { commandsOn } from './command-process.js';

/** The company's case and the company: ids that nothing made by a spec gets. */
export const PARENT = 1_000;
const COMPANY = 5_000;

const BLUEPRINT: Blueprint = {
  slug: 'onboarding', version: 1, customer_type: null, outcome_rules: null, dual: { kyb: { slug: 'kyb', version: 1 }, kyc: 'kyc' },
  checks: [{ check_type: 'UBO_RESOLUTION', input_details: null, provider: null, required: true }],
};

/** A version of the config that shareholders' cases are made by; each has a check of its own. */
export const kycConfig = (version: number): ConfigEvent => ({
  type: 'case-config-defined',
  data: {
    slug: 'kyc', version, name: 'KYC', customer_type: 'INDIVIDUAL', outcome_rules: null, checklist: [], sla_hours: null,
    checks: [{ check_type: version === 1 ? 'PEP' : 'IDV', input_details: null, provider: null, required: true }],
  },
});

/** A shareholder, as decisions name them. */
export interface Person {
  readonly full_name: string;
  readonly external_id?: string | undefined;
}
export const ADA: Person = { full_name: 'Ada Lovelace', external_id: 'ada' };
export const GRACE: Person = { full_name: 'Grace Hopper' };

/** The circumstances of a command. */
export const contextOf = (commandId: string): CommandContext => ({ org: 'acme', actor: 'client:spec', commandId, correlationId: commandId, now: 0 });

/** The case of a company by a dual config, started, on a log of its own: for specs about its shareholders. */
export class CompanyCase {
  readonly store = new InMemoryEventStore();
  readonly runner = new CommandRunner(this.store);

  static async opened(): Promise<CompanyCase> {
    const company = new CompanyCase();
    await company.define(kycConfig(1));
    const input = createCaseInput.parse({ customer_id: COMPANY, document_ids: [9], webhook_url: 'https://example.com/', delete_after: 30 });
    const command = { id: PARENT, externalId: 'company', customerId: COMPANY, apiVersion: 3 as const, input, blueprint: BLUEPRINT };
    await company.runner.run(caseAggregate, caseStream('acme', PARENT), (state) => decideCreateCase(command, state), contextOf('create'));
    return company;
  }

  async define(config: ConfigEvent): Promise<void> {
    await this.runner.run(configAggregate, configStream('acme', 'kyc'), () => [config], contextOf(`config ${config.data.version}`));
  }

  async state(id = PARENT): Promise<CaseState> {
    const { state } = await this.runner.read(caseAggregate, caseStream('acme', id));
    if (!state) throw new Error(`There is no case ${id}.`);
    return state;
  }

  ofType(type: string): Promise<readonly RecordedEvent[]> {
    return this.store.readAll({ filter: { types: [type] } });
  }

  /** The beginnings of its children. */
  async children(): Promise<readonly RecordedEvent[]> {
    return (await this.ofType('case-created')).filter(({ data }) => data.parent_case_id === PARENT);
  }

  /** Decides who the shareholders are, in a process of its own. */
  async resolve(shareholders: readonly Person[], commandId = 'resolve', on: EventStore = this.store): Promise<void> {
    await this.decideOnlyCheck(PARENT, { outcome: 'ACCEPTED', shareholders }, commandId, on);
  }

  /** Decides the one check of a child. */
  async decideChild(id: number, outcome: string): Promise<void> {
    await this.decideOnlyCheck(id, { outcome }, `child ${id}`, this.store);
  }

  private async decideOnlyCheck(caseId: number, body: object, commandId: string, on: EventStore): Promise<void> {
    const commands = await commandsOn(on);
    for (const { id } of (await this.state(caseId)).checks) {
      await commands.execute(new DecideCheck(id, decideCheckInput.parse(body), contextOf(commandId)));
    }
  }

  /** Each of these people has one case, begun and by the config, and one customer. */
  async expectOneCaseEach(people: readonly Person[]): Promise<void> {
    const made = await this.children();
    expect(made).toHaveLength(people.length);
    const planned = (await this.state()).children;
    expect(made.map(({ data }) => data.case_id).sort()).toEqual(planned.map(({ case_id }) => case_id).sort());
    const customers = await this.ofType('customer-created');
    const names = made.map(({ data }) => customers.find((each) => each.data.customer_id === data.customer_id)?.data.full_name);
    expect([...names].sort()).toEqual(people.map(({ full_name }) => full_name).sort());
    expect(customers).toHaveLength(people.length);
    for (const { data } of customers) expect(data).toMatchObject({ parent: COMPANY, customer_type: 'INDIVIDUAL' });
    for (const { stream } of made) {
      expect((await this.store.readStream(stream)).map(({ type }) => type)).toEqual(['case-created', 'case-started', 'check-requested']);
    }
  }
}
