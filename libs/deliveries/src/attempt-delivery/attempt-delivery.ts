import type { NextAttempt } from '#dispatch';
import { type Clock, type CommandContext, type CommandRunner, type EventStore, fold, type RecordedEvent } from '#event-sourcing';
import type { CompletedCases } from '../completed-cases.js';
import { type AttemptResult, type DeliveryChannel, impossible } from '../delivery.channel.js';
import type { DeliveryChannelName } from '../delivery.events.js';
import { deliveryAggregate, type DeliveryState } from '../delivery.state.js';
import { recordAttempt } from './record-attempt.js';

/** An attempt that was made, for those who count. */
export interface AttemptMade {
  readonly channel: DeliveryChannelName;
  readonly outcome: 'succeeded' | 'failed' | 'abandoned';
  readonly durationMs: number;
}

export interface AttemptDeliverySettings {
  readonly store: EventStore;
  readonly runner: CommandRunner;
  readonly cases: CompletedCases;
  readonly channel: DeliveryChannel;
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly onAttempt?: (made: AttemptMade) => void;
}

/**
 * Makes the attempt that is due, if one is, and puts its result on record. The stream is the truth: whatever reminded
 * of the delivery may be old. When the process dies between the attempt and its record, the same attempt is made again,
 * with the same number and the same `webhook-id`.
 */
export class AttemptDelivery {
  constructor(private readonly settings: AttemptDeliverySettings) {}

  /** @param signal ends the attempt without a record. */
  async run(stream: string, signal: AbortSignal): Promise<NextAttempt> {
    const { store, runner, clock, random } = this.settings;
    const events = await store.readStream(stream);
    const state = fold(deliveryAggregate, events.map((event) => deliveryAggregate.codec.decode(event)));
    const last = events.at(-1);
    const begun = clock.now();
    if (last === undefined || state?.status !== 'pending') return undefined;
    if (Date.parse(state.nextAttemptAt) > begun) return Date.parse(state.nextAttemptAt);

    const attempt = state.attempts + 1;
    const result = await this.attempt(state, attempt, signal);
    const now = clock.now();
    const command = { attempt, result, now, random: random() };
    const after = await runner.run(deliveryAggregate, stream, (current) => recordAttempt(command, current), contextOf(last, attempt, now));
    this.settings.onAttempt?.({ channel: state.delivery.channel, outcome: outcomeOf(after.state), durationMs: now - begun });
    return after.state?.status === 'pending' ? Date.parse(after.state.nextAttemptAt) : undefined;
  }

  private async attempt({ delivery }: DeliveryState, attempt: number, signal: AbortSignal): Promise<AttemptResult> {
    const completed = await this.settings.cases.at(delivery.org, delivery.caseId, delivery.caseRevision);
    if (completed === undefined) return impossible('case_gone');
    return this.settings.channel.attempt({ delivery, completed, attempt, signal });
  }
}

const contextOf = (last: RecordedEvent, attempt: number, now: number): CommandContext => ({
  org: last.metadata.org,
  actor: 'system:deliveries',
  commandId: `attempt/${last.stream}/${attempt}`,
  correlationId: last.metadata.$correlationId,
  causationId: last.id,
  now,
});

const outcomeOf = (state: DeliveryState | undefined): AttemptMade['outcome'] =>
  state?.status === 'succeeded' || state?.status === 'abandoned' ? state.status : 'failed';
