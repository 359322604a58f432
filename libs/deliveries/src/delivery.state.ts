import { type Aggregate, parseStreamName, type Recorded } from '#event-sourcing';
import { type DeliveryChannelName, deliveryCodec, type DeliveryEvent, type PlatformRecord } from './delivery.events.js';

/** What is to be delivered, and where to. */
export interface Delivery {
  readonly org: string;
  readonly id: string;
  readonly channel: DeliveryChannelName;
  readonly caseId: number;
  readonly caseRevision: number;
  readonly platform?: PlatformRecord;
  readonly host: string;
}

export type DeliveryState = {
  readonly delivery: Delivery;
  /** How many attempts have been made. */
  readonly attempts: number;
} & (
  | { readonly status: 'pending'; /** ISO 8601. */ readonly nextAttemptAt: string }
  | { readonly status: 'succeeded' | 'abandoned' }
);

/** A delivery: one stream for each receiver of each outcome of a case. */
export const deliveryAggregate: Aggregate<DeliveryState | undefined, DeliveryEvent> = {
  category: 'delivery',
  codec: deliveryCodec,
  initialState: undefined,
  evolve(state, event) {
    if (event.type === 'delivery-scheduled') {
      return { status: 'pending', delivery: scheduled(event), attempts: 0, nextAttemptAt: event.metadata.occurred_at };
    }
    if (state === undefined) return undefined;
    const { delivery } = state;
    switch (event.type) {
      case 'delivery-attempt-failed':
        return { status: 'pending', delivery, attempts: event.data.attempt, nextAttemptAt: event.data.next_attempt_at };
      case 'delivery-succeeded':
        return { status: 'succeeded', delivery, attempts: event.data.attempt };
      case 'delivery-abandoned':
        return { status: 'abandoned', delivery, attempts: event.data.attempts };
    }
  },
};

function scheduled({ stream, data }: Recorded<Extract<DeliveryEvent, { type: 'delivery-scheduled' }>>): Delivery {
  const { org, id = '' } = parseStreamName(stream);
  const { channel, host, platform } = data;
  const base = { org, id, channel, caseId: data.case_id, caseRevision: data.case_revision, host };
  return platform === undefined ? base : { ...base, platform };
}
