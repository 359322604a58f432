import type { Random } from '../load/random.js';
import { type Violation, violationsOf } from '../load/violation.js';
import type { Balancer } from './balancer.js';
import { frozenAnswers, type Span } from './frozen-answers.js';
import type { Measures } from './measures.js';
import type { Step } from './plan.js';
import { recovered, type Recovery } from './recovery.js';
import { relayTrial } from './relay-trial.js';
import { takeover } from './takeover.js';
import { type TargetName, targetOf } from './targets.js';
import type { Onlooker } from './work-left.js';

const FREEZE_MS = 15_000;
/** Everything is to be well again by then. */
const WELL_WITHIN_MS = 10_000;

/** Carries out the steps of a run, measures them, and writes down what should not have been. */
export class StepRunner {
  readonly violations: Violation[] = [];

  constructor(
    private readonly onlooker: Onlooker,
    private readonly balancer: Pick<Balancer, 'exchanges'>,
    readonly random: Random,
    readonly measures: Measures,
  ) {}

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
    this.measures.add(name, ms);
    if (ms > WELL_WITHIN_MS) this.found('recovery', `${name}: ${ms} ms${complete ? '' : ', given up'}, waited for ${waitedFor.slice(0, 5).join('; ')}`);
  }

  private async kill(target: TargetName): Promise<void> {
    const well = await targetOf(target, this.onlooker.installation).kill(this.random);
    this.note(`${target} killed: well again after`, await recovered(this.onlooker, well));
  }

  private async freeze(target: TargetName): Promise<void> {
    const span = await targetOf(target, this.onlooker.installation).freeze(FREEZE_MS, this.random);
    this.note(`${target} frozen: well again after`, await recovered(this.onlooker, span.to));
    if (target === 'event-store') this.lookAtAnswers(span);
  }

  private lookAtAnswers(span: Span): void {
    const { requests, unavailable, slowest, wrong } = frozenAnswers(this.balancer.exchanges, span);
    this.measures.add('event-store frozen: slowest answer of the API', slowest);
    this.found('unavailable', ...wrong);
    if (unavailable === 0) this.found('unavailable', `none of ${requests} requests was answered 503`);
  }

  private async takeOver(rivals: 'projector' | 'relay'): Promise<void> {
    const ms = await takeover(this.onlooker, rivals);
    this.note(`${rivals} killed: the other one goes on after`, { ms, waitedFor: [], complete: true });
  }

  private async startTwoRelays(): Promise<void> {
    const { publisher, most, recovery } = await relayTrial(this.onlooker);
    if (most > 1) this.found('duplicate', `${most} relays worked at the same time, ${publisher} among them`);
    this.note('two relays started at once: all is published after', recovery);
  }

  private found(rule: Violation['rule'], ...whats: readonly string[]): void {
    this.violations.push(...violationsOf(rule)(whats));
  }
}
