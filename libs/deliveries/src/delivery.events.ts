import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { z } from 'zod';

/** The ways out of the service. Stored. */
export const deliveryChannel = z.enum(['webhook', 'salesforce']);

/** A record of a case in another system. */
export const platformRecord = z.object({ domain: z.string(), id: z.string() });

const count = z.int().nonnegative();
/** Stable and machine-readable: `timeout`, `refused_address`, `http_500`, … */
const reason = z.string().regex(/^[a-z0-9_]+$/);
const httpStatus = z.int().min(100).max(999);

/** The outcome that a case has as of a revision is to be brought to one receiver. */
export const deliveryScheduled = defineEvent(
  'delivery-scheduled',
  z.object({
    channel: deliveryChannel,
    case_id: z.int(),
    case_revision: count,
    /** Only of the channel `salesforce`. */
    platform: platformRecord.optional(),
    /** Where the receiver is, without the parts of its URL that may be secret; deliveries to one host take turns. */
    host: z.string(),
  }),
);

/** An attempt failed, and there will be another. */
export const deliveryAttemptFailed = defineEvent(
  'delivery-attempt-failed',
  z.object({ attempt: count, reason, status: httpStatus.optional(), next_attempt_at: z.iso.datetime() }),
);

/** The receiver has taken it. */
export const deliverySucceeded = defineEvent('delivery-succeeded', z.object({ attempt: count, status: httpStatus.optional() }));

/** It will not be tried again: the receiver does not want it, it cannot be done, or it was tried often enough. */
export const deliveryAbandoned = defineEvent(
  'delivery-abandoned',
  z.object({ attempts: count, reason, status: httpStatus.optional() }),
);

/** Every event of a delivery's stream. */
export const deliveryCodec = eventCodec([deliveryScheduled, deliveryAttemptFailed, deliverySucceeded, deliveryAbandoned]);

export type DeliveryEvent = EventOfCodec<typeof deliveryCodec>;
export type DeliveryChannelName = z.output<typeof deliveryChannel>;
export type PlatformRecord = z.output<typeof platformRecord>;
