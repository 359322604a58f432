import { streamName, uuidV5 } from '#event-sourcing';
import type { DeliveryChannelName, PlatformRecord } from './delivery.events.js';

/** What makes a delivery the one it is. */
export interface DeliveryKey {
  readonly org: string;
  readonly caseId: number;
  readonly caseRevision: number;
  readonly channel: DeliveryChannelName;
  readonly platform?: PlatformRecord;
}

/**
 * The id of the delivery of a case's outcome, as of a revision, to a receiver. Derived, so that nobody can make a
 * second one of the same. Changing this changes stored data.
 */
export const deliveryId = ({ org, caseId, caseRevision, channel, platform }: DeliveryKey): string =>
  uuidV5(['delivery', org, caseId, caseRevision, channel, ...(platform === undefined ? [] : [platform.domain, platform.id])].join('/'));

/** The stream of a delivery. */
export const deliveryStream = (org: string, id: string): string => streamName('delivery', org, id);

/** The `webhook-id` of every attempt of a delivery: by it receivers recognise what they have had. */
export const webhookId = (id: string): string => `msg_${id}`;
