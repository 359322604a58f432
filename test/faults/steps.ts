import type { Random } from '../load/random.js';
import { type Violation, violationsOf } from '../load/violation.js';
import type { Balancer } from './balancer.js';
import { frozenAnswers, type Span } from './frozen-answers.js';
import { Measures } from './measures.js';
import type { Step } from './plan.js';
import { recovered, type Recovery } from './recovery.js';
import { relayTrial } from './relay-trial.js';
import { takeover } from './takeover.js';
import { type TargetName, targetOf } from './targets.js';
import type { Onlooker } from './work-left.js';

const FREEZE_MS = 15_000;

/** How long things may take, in milliseconds. */
export interface Limits {
  /** Until everything is well again. */
  readonly wellWithin: number;
  /** Until the API says that the event store does not answer. */
  readonly answerWithin: number;
}

/** What a run works with. */
export interface StepTools {
  readonly onlooker: Onlooker;
  readonly balancer: Pick<Balancer, 'exchanges'>;
  readonly random: Random;
  readonly limits: Limits;
  /** Told what was measured. */
  readonly onMeasured: (name: string, milliseconds: number, waitedFor: readonly string[]) => void;
}

/** Carries out the steps of a run, measures them, and writes down what should not have been. */
export class StepRunner {
  readonly violations: Violation[] = [];
  readonly measures = new Measures();

  constructor(private readonly tools: StepTools) {}

  /** Resolves when everything is well again, or was waited for for long enough. */
  async run(step: Step): Promise<void> {
    switch (step.kind) {
      case 'kill':
        return this.kill(step.target);
      case 'freeze':
        return this.freeze(step.target);
      case 'takeover':
        return this.takeOver(step.rivals);
      case 'two-relays':
        return this.startTwoRelays();
    }
  }

  /** Writes down how long something took, and what was missing for too long. */
  note(name: string, { ms, waitedFor, complete }: Recovery): void {
    this.measure(name, ms, waitedFor);
    if (ms > this.tools.limits.wellWithin) this.found('recovery', `${name}: ${ms} ms${complete ? '' : ', given up'}, waited for ${waitedFor.slice(0, 5).join('; ')}`);
  }

  private async kill(target: TargetName): Promise<void> {
    const { onlooker, random } = this.tools;
    const well = await targetOf(target, onlooker.installation).kill(random);
    this.note(`${target} killed: well again after`, await recovered(onlooker, well));
  }

  private async freeze(target: TargetName): Promise<void> {
    const { onlooker, random } = this.tools;
    const span = await targetOf(target, onlooker.installation).freeze(FREEZE_MS, random);
    this.note(`${target} frozen: well again after`, await recovered(onlooker, span.to));
    if (target === 'event-store') this.lookAtAnswers(span);
  }

  private lookAtAnswers(span: Span): void {
    const { requests, unavailable, slowest, wrong } = frozenAnswers(this.tools.balancer.exchanges, span, this.tools.limits.answerWithin);
    this.measure('event-store frozen: slowest answer of the API', slowest);
    this.found('unavailable', ...wrong);
    if (unavailable === 0) this.found('unavailable', `none of ${requests} requests was answered 503`);
  }

  private async takeOver(rivals: 'projector' | 'relay'): Promise<void> {
    const ms = await takeover(this.tools.onlooker, rivals);
    this.note(`${rivals} killed: the other one goes on after`, { ms, waitedFor: [], complete: true });
  }

  private async startTwoRelays(): Promise<void> {
    const { publisher, most, recovery } = await relayTrial(this.tools.onlooker);
    if (most > 1) this.found('duplicate', `${most} relays worked at the same time, ${publisher} among them`);
    this.note('two relays started at once: all is published after', recovery);
  }

  private measure(name: string, milliseconds: number, waitedFor: readonly string[] = []): void {
    this.measures.add(name, milliseconds);
    this.tools.onMeasured(name, milliseconds, waitedFor);
  }

  private found(rule: Violation['rule'], ...whats: readonly string[]): void {
    this.violations.push(...violationsOf(rule)(whats));
  }
}
