import { caseAggregate, type CaseEvent, caseStream, createCaseInput, decideCheckInput, type DecideCheckInput, decideCreateCase, decideDecideCheck } from '#cases';
import { customerAggregate, customerStream } from '#customers';
import { aCustomer } from '#customers/testing';
import { type CommandContext, CommandRunner, type EventStore, type Logger, type RecordedEvent, silentLogger } from '#event-sourcing';
import { type InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import type { CheckProvider, CheckProviders, CheckQuestion, ProviderAnswer } from '../check-provider.js';
import { checkRunCodec, type CheckRunEvent } from '../check-run.events.js';
import type { ProviderSettings } from '../provider.settings.js';
import { providersAggregate, providersStream } from '../providers.state.js';
import { CheckRunWorker } from '../run-check/check-run.worker.js';
import { requestCheckRun } from '../run-check/request-check-run.js';

export const CASE = 1;
/** The checks of the case, in the order of their types. */
export const checkIdOf = (index: number): number => 128 + index;

const context = (commandId: string): CommandContext => ({ org: 'acme', actor: 'client:spec', commandId, correlationId: commandId, now: 0 });

/** The life of a case whose checks are carried out by providers, in memory and with time that a spec moves. */
export class CheckRunCourse {
  readonly time = new ManualTime();
  readonly asked: CheckQuestion[] = [];
  /** What the log was told of attempts that failed. */
  readonly warnings: object[] = [];
  private readonly logger: Logger = { ...silentLogger, warn: (fields) => void this.warnings.push(fields) };
  /** What providers answer, whatever their kind. */
  answer: (question: CheckQuestion) => Promise<ProviderAnswer> = async () => answered('ACCEPTED');
  private commands = 0;

  constructor(readonly store: InMemoryEventStore) {}

  async set(settings: ProviderSettings): Promise<void> {
    await this.runner().run(providersAggregate, providersStream('acme'), () => [{ type: 'providers-set', data: settings }], this.command());
  }

  /** A customer, and a case that is started. */
  async openCase(...types: readonly string[]): Promise<void> {
    await this.openCustomer();
    const input = createCaseInput.parse({ customer_id: 5, checks: types.map((check_type) => ({ check_type })) });
    const command = { id: CASE, externalId: 'loan-1', customerId: 5, apiVersion: 3 as const, input };
    await this.inCase((state) => decideCreateCase(command, state));
  }

  /** Makes the case one by a dual config, with a check that names shareholders. */
  async openCompany(): Promise<void> {
    const input = createCaseInput.parse({ customer_id: 5, document_ids: [9] });
    const checks = [{ check_type: 'UBO_RESOLUTION' as const, input_details: null, provider: null, required: true }];
    const dual = { kyb: { slug: 'kyb', version: 1 }, kyc: 'kyc' };
    const blueprint = { slug: 'onboarding', version: 1, customer_type: null, checks, outcome_rules: null, dual };
    const command = { id: CASE, externalId: 'loan-1', customerId: 5, apiVersion: 3 as const, input, blueprint };
    await this.openCustomer();
    await this.inCase((state) => decideCreateCase(command, state));
  }

  decide(index: number, outcome: 'ACCEPTED' | 'REJECTED'): Promise<void> {
    return this.inCase((state) => decideDecideCheck({ checkId: checkIdOf(index), input: decideCheckInput.parse({ outcome, note: 'by hand' }) }, state));
  }

  /** What the process manager does about everything that was requested so far. */
  async requestRuns(store: EventStore = this.store): Promise<void> {
    for (const event of await this.store.readAll({ filter: { types: ['check-requested'] } })) {
      await requestCheckRun({ store, runner: new CommandRunner(store), providers: this.providers }, event);
    }
  }

  /** What children get whom a decision leads to. */
  readonly children = {
    reserve: async (_: number, { shareholders }: DecideCheckInput) => ({
      config: { slug: 'kyc', version: 1 },
      ids: (shareholders ?? []).map((__, index) => ({ customer_id: 200 + index, case_id: 100 + index })),
    }),
  };

  /** Takes every run as far as it goes by now; gives when each goes on. */
  async advance(store: EventStore = this.store, signal = new AbortController().signal): Promise<readonly (number | undefined)[]> {
    const worker = new CheckRunWorker({ store, runner: new CommandRunner(store), providers: this.providers, children: this.children, clock: this.time, random: () => 0.5, logger: this.logger });
    const next: (number | undefined)[] = [];
    for (const stream of await this.runs()) next.push(await worker.advance(stream, signal));
    return next;
  }

  async runs(): Promise<readonly string[]> {
    const events = await this.store.readAll({ filter: { types: ['check-run-requested'] } });
    return events.map(({ stream }) => stream);
  }

  /** What happened to the only run. */
  async runEvents(): Promise<readonly CheckRunEvent[]> {
    const events = await this.store.readAll({ filter: { categories: ['checkRun'] } });
    return events.map((event) => {
      const { type, data } = checkRunCodec.decode(event);
      return { type, data } as CheckRunEvent;
    });
  }

  caseEvents(): Promise<readonly RecordedEvent[]> {
    return this.store.readStream(caseStream('acme', CASE));
  }

  /** The types of what happened to the checks of the case, after they were requested. */
  async checkEvents(): Promise<readonly string[]> {
    const types = (await this.caseEvents()).map(({ type }) => type);
    return types.filter((type) => /^check-(?:decided|failed|skipped)$/.test(type));
  }

  async inCase(decide: (state: Parameters<typeof decideCreateCase>[1]) => readonly CaseEvent[]): Promise<void> {
    await this.runner().run(caseAggregate, caseStream('acme', CASE), decide, this.command());
  }

  private async openCustomer(): Promise<void> {
    const created = aCustomer.created({ input_details: { date_of_birth: '1815-12-10' } });
    await this.runner().run(customerAggregate, customerStream('acme', 5), () => [created], this.command());
  }

  readonly provider: CheckProvider<'http'> & CheckProvider<'yente'> & CheckProvider<'watchlist'> = {
    hostOf: () => 'screening.example',
    attemptsOf: () => 3,
    ask: async (question: CheckQuestion) => {
      this.asked.push(question);
      return this.answer(question);
    },
  };

  readonly providers: CheckProviders = { http: this.provider, yente: this.provider, watchlist: this.provider };

  private runner(): CommandRunner {
    return new CommandRunner(this.store);
  }

  private command(): CommandContext {
    return context(`spec ${++this.commands}`);
  }
}

/** An answer that decides the check. */
export const answered = (outcome: 'ACCEPTED' | 'REJECTED' | 'PENDING'): ProviderAnswer => ({ kind: 'answered', answer: { outcome, secret: 'whole' }, decision: { outcome } });

/** An answer that is none. */
export const unavailable: ProviderAnswer = { kind: 'failed', reason: 'http_503', status: 503, permanent: false };

/** Settings with a service named `screening`, which serves these types. */
export const screening = (...types: readonly string[]): ProviderSettings => ({
  providers: {
    screening: { kind: 'http', url: 'https://screening.example/', timeout_seconds: 10, attempts: 3, callback_seconds: 3_600, secrets: [] },
  },
  check_types: Object.fromEntries(types.map((type) => [type, 'screening'])),
});
