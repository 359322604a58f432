import type { AttemptFailure } from '#outbound';
import type { CompletedCase } from './completed-cases.js';
import type { DeliveryChannelName, PlatformRecord } from './delivery.events.js';
import type { Delivery } from './delivery.state.js';

/** A case's outcome, as of a revision of the case. */
export interface OutcomeRef {
  readonly caseId: number;
  readonly caseRevision: number;
}

/** A delivery to be made; its stream's name says for whom. */
export interface PlannedDelivery extends OutcomeRef {
  readonly channel: DeliveryChannelName;
  readonly platform?: PlatformRecord;
  readonly host: string;
  /** Why it cannot even be tried. It is put on record all the same. */
  readonly impossible?: string;
}

/** One attempt to be made. */
export interface AttemptRequest {
  readonly delivery: Delivery;
  readonly completed: CompletedCase;
  /** From 1. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** What came of an attempt. */
export type AttemptResult = { readonly delivered: true; readonly status: number } | ({ readonly delivered: false } & AttemptFailure);

/** A way out of the service. */
export interface DeliveryChannel {
  readonly name: DeliveryChannelName;

  /** Everybody who is to learn of an outcome over this channel. Pure. */
  plan(outcome: OutcomeRef, completed: CompletedCase): readonly PlannedDelivery[];

  /**
   * Makes one attempt; whatever the receiver or the network does is a result.
   * @throws OutboundError of the kind `aborted`, when the signal came first: it is not known whether it was received.
   */
  attempt(request: AttemptRequest): Promise<AttemptResult>;
}

/** An attempt that failed. */
export const undelivered = (failure: AttemptFailure): AttemptResult => ({ delivered: false, ...failure });

/** An attempt that can never succeed, found without asking the receiver. */
export const impossible = (reason: string): AttemptResult => undelivered({ reason, permanent: true });
