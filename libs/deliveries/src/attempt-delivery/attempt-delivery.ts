import type { NextAttempt } from '#dispatch';
import { type Clock, type CommandContext, type CommandRunner, type EventStore, fold, type Logger, type RecordedEvent } from '#event-sourcing';
import type { CompletedCases } from '../completed-cases.js';
import { type AttemptResult, type DeliveryChannel, impossible } from '../delivery.channel.js';
import { deliveryAggregate, type DeliveryState } from '../delivery.state.js';
import { type RecordAttempt, recordAttempt } from './record-attempt.js';

export interface AttemptDeliverySettings {
  readonly store: EventStore;
  readonly runner: CommandRunner;
  readonly cases: CompletedCases;
  readonly channel: DeliveryChannel;
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** Told of every attempt that failed. */
  readonly logger: Logger;
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
    const { store, runner, clock, random, logger } = this.settings;
    const events = await store.readStream(stream);
    const state = fold(deliveryAggregate, events.map((event) => deliveryAggregate.codec.decode(event)));
    const last = events.at(-1);
    if (last === undefined || state?.status !== 'pending') return undefined;
    if (Date.parse(state.nextAttemptAt) > clock.now()) return Date.parse(state.nextAttemptAt);

    const attempt = state.attempts + 1;
    const result = await this.attempt(state, attempt, signal);
    const now = clock.now();
    const command = { attempt, result, now, random: random() };
    const after = await runner.run(deliveryAggregate, stream, (current) => recordAttempt(command, current), contextOf(last, attempt, now));
    const nextAttemptAt = after.state?.status === 'pending' ? after.state.nextAttemptAt : undefined;
    tellOfFailure(logger, state, command, nextAttemptAt);
    return nextAttemptAt === undefined ? undefined : Date.parse(nextAttemptAt);
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

/** Why an outcome does not arrive, for whoever looks for it. Of the receiver its host alone: a URL may hold a secret. */
function tellOfFailure(logger: Logger, { delivery }: DeliveryState, { attempt, result }: RecordAttempt, nextAttemptAt: string | undefined): void {
  if (result.delivered) return;
  const { org, channel, caseId, host } = delivery;
  const fields = { org, channel, case_id: caseId, host, attempt, reason: result.reason };
  if (nextAttemptAt === undefined) logger.error(fields, 'outcome could not be delivered and is given up');
  else logger.warn({ ...fields, next_attempt_at: nextAttemptAt }, 'outcome could not be delivered, will be tried again');
}
