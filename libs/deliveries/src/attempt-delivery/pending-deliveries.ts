import type { BacklogModel } from '#dispatch';
import { DELIVERIES } from '../deliveries.projection.js';
import type { DeliveryChannelName } from '../delivery.events.js';
import { deliveryStream } from '../delivery-id.js';

/** Where the deliveries of a channel are found that are not finished. */
export const pendingDeliveries = (channel: DeliveryChannelName): BacklogModel => ({
  model: DELIVERIES,
  filter: [
    { field: 'channel', eq: channel },
    { field: 'status', eq: 'pending' },
  ],
  dueField: 'next_attempt_at',
  itemOf: (document) => {
    const { org, id, host, next_attempt_at: at } = document as unknown as PendingDocument;
    return { stream: deliveryStream(org, id), host, at: Date.parse(at) };
  },
});

/** The part of a pending delivery's document that counts here. */
interface PendingDocument {
  readonly id: string;
  readonly org: string;
  readonly host: string;
  readonly next_attempt_at: string;
}
