import { caseAggregate, type CaseState, caseStream, type ChildReserver } from '#cases';
import { customerAggregate, customerStream } from '#customers';
import type { NextAttempt } from '#dispatch';
import { type Clock, type CommandContext, type CommandRunner, type EventStore, fold, type Logger, type RecordedEvent } from '#event-sourcing';
import type { CheckProviders, ProviderAnswer } from '../check-provider.js';
import type { CheckRunEvent } from '../check-run.events.js';
import { type CheckRun, checkRunAggregate, type CheckRunState } from '../check-run.state.js';
import { providerOf } from '../provider.settings.js';
import { providersAt } from '../providers.state.js';
import { type Asking, askingOf, refusalOf } from './asking.js';
import { questionOf } from './question.js';
import { abandonRun, expireRun, recordAttempt } from './record-attempt.js';
import { closeRun, type SettlementEffect, settleCheck, waitsFor } from './settle-run.js';

export interface CheckRunWorkerSettings {
  readonly store: EventStore;
  readonly runner: CommandRunner;
  readonly providers: CheckProviders;
  /** For decisions that name shareholders. */
  readonly children: Pick<ChildReserver, 'reserve'>;
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** Told of every attempt that failed. */
  readonly logger: Logger;
}

/** A run, and what caused what is to happen to it next. */
interface Loaded {
  readonly state: CheckRunState;
  readonly last: RecordedEvent;
}

/**
 * Takes a run a step further, as far as something is due: an attempt is made and put on record, an answer that came is
 * given to the check, a run that has waited too long is given up. Each step is one append, and is found done when the process
 * dies after it; one that died before its record is made again, with the same run id.
 */
export class CheckRunWorker {
  constructor(private readonly settings: CheckRunWorkerSettings) {}

  /** @param signal ends an attempt without a record. */
  async advance(stream: string, signal: AbortSignal): Promise<NextAttempt> {
    for (;;) {
      const loaded = await this.load(stream);
      if (loaded === undefined || loaded.state.status === 'closed') return undefined;
      const due = dueAt(loaded.state);
      if (due > this.settings.clock.now()) return due;
      await this.step(loaded, signal);
    }
  }

  private async load(stream: string): Promise<Loaded | undefined> {
    const events = await this.settings.store.readStream(stream);
    const state = fold(checkRunAggregate, events.map((event) => checkRunAggregate.codec.decode(event)));
    const last = events.at(-1);
    return state && last && { state, last };
  }

  private async step(loaded: Loaded, signal: AbortSignal): Promise<void> {
    const { status, run } = loaded.state;
    if (status === 'answered' || status === 'abandoned') {
      await this.settle(loaded);
      return;
    }
    const { runner, clock } = this.settings;
    const { state: caseState } = await runner.read(caseAggregate, caseStream(run.org, run.caseId));
    if (!caseState || !waitsFor(run, caseState)) await this.close(loaded, 'none');
    else if (status === 'accepted') await this.record(loaded, 'expire', (state) => expireRun(clock.now(), state));
    else await this.attempt(loaded, caseState, signal);
  }

  private async attempt(loaded: Loaded, caseState: CaseState, signal: AbortSignal): Promise<void> {
    const { run } = loaded.state;
    const { store, clock, random } = this.settings;
    const provider = providerOf(await providersAt(store, run.org), run.provider);
    const refusal = refusalOf(run, provider);
    if (provider === undefined || refusal !== undefined) {
      await this.record(loaded, 'refuse', (state) => abandonRun(refusal ?? 'unknown_provider', state));
      return;
    }
    const asking = askingOf(this.settings.providers, provider);
    if (asking === undefined) {
      await this.close(loaded, 'none');
      return;
    }
    const attempt = loaded.state.attempts + 1;
    const answer = await this.ask(run, caseState, asking, signal);
    const command = { attempt, answer, maxAttempts: asking.attempts, now: clock.now(), random: random() };
    await this.record(loaded, `attempt/${attempt}`, (state) => recordAttempt(command, state));
    if (answer.kind === 'failed') this.tellOfFailure(run, attempt, answer.reason);
  }

  private async ask(run: CheckRun, caseState: CaseState, { ask }: Asking, signal: AbortSignal): Promise<ProviderAnswer> {
    const { state: customer } = await this.settings.runner.read(customerAggregate, customerStream(run.org, run.customerId));
    const question = customer && questionOf(run, caseState, customer);
    return question ? ask(question, signal) : { kind: 'failed', reason: 'customer_gone', permanent: true };
  }

  /** Why a check waits, for whoever looks for it: its case will say so only once the provider is given up. */
  private tellOfFailure({ org, caseId, checkId, provider }: CheckRun, attempt: number, reason: string): void {
    this.settings.logger.warn({ org, case_id: caseId, check_id: checkId, provider, attempt, reason }, 'provider gave no decision');
  }

  /** First the check, then the record of it: a death in between finds the check's events by the id of the command. */
  private async settle(loaded: Loaded): Promise<void> {
    const { state: end } = loaded;
    const { org, caseId, checkId } = end.run;
    const context = this.contextOf(loaded, 'settle');
    const reserved = end.status === 'answered' ? await this.settings.children.reserve(checkId, end.decision, context) : undefined;
    const { events } = await this.settings.runner.run(
      caseAggregate,
      caseStream(org, caseId),
      (before) => settleCheck(end, before, reserved),
      context,
    );
    await this.close(loaded, effectOf(events.map(({ type }) => type)));
  }

  private close(loaded: Loaded, effect: SettlementEffect): Promise<void> {
    return this.record(loaded, 'close', (state) => closeRun(effect, state));
  }

  private async record(loaded: Loaded, step: string, decide: (state: CheckRunState | undefined) => readonly CheckRunEvent[]): Promise<void> {
    await this.settings.runner.run(checkRunAggregate, loaded.last.stream, decide, this.contextOf(loaded, step));
  }

  /** The id of the command follows from the run and the step, so that a step that is taken again is recognised. */
  private contextOf({ state: { run }, last }: Loaded, step: string): CommandContext {
    return {
      org: run.org,
      actor: `system:provider/${run.provider}`,
      commandId: `check-run/${run.id}/${step}`,
      correlationId: last.metadata.$correlationId,
      causationId: last.id,
      now: this.settings.clock.now(),
    };
  }
}

function effectOf(types: readonly string[]): SettlementEffect {
  if (types.includes('check-decided')) return 'decided';
  return types.includes('check-failed') ? 'failed' : 'none';
}

/** When something is to be done, in milliseconds since the Unix epoch; what has come to an end is settled at once. */
function dueAt(state: CheckRunState): number {
  if (state.status === 'pending') return Date.parse(state.dueAt);
  return state.status === 'accepted' ? Date.parse(state.answerUntil) : 0;
}
