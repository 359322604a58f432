import { type JsonObject, parseStreamName, type Projection, type Recorded } from '#event-sourcing';
import { deliveryCodec, type DeliveryEvent } from './delivery.events.js';

/** The name of the deliveries' read model. */
export const DELIVERIES = 'deliveries';

/** The read model of deliveries: how far each has come. Its position lets a channel's dispatcher find what is pending. */
export const deliveriesProjection: Projection<DeliveryEvent> = {
  name: DELIVERIES,
  version: 2,
  collections: { [DELIVERIES]: [['channel', 'status', 'next_attempt_at']] },
  sources: { delivery: deliveryCodec },
  targets: ({ stream }) => {
    const { org, id = '' } = parseStreamName(stream);
    return [{ collection: DELIVERIES, id: `${org}.${id}` }];
  },
  apply: (document, event) => ({ ...document, ...changes(event), updated_at: event.metadata.occurred_at }),
};

function changes(event: Recorded<DeliveryEvent>): JsonObject {
  const { stream } = event;
  switch (event.type) {
    case 'delivery-scheduled': {
      const { org, id = '' } = parseStreamName(stream);
      const { channel, case_id, case_revision, platform = null, host } = event.data;
      const at = event.metadata.occurred_at;
      return {
        id, org, channel, case_id, case_revision, platform, host,
        status: 'pending', attempts: 0, next_attempt_at: at, reason: null, http_status: null, created_at: at,
      };
    }
    case 'delivery-attempt-failed': {
      const { attempt, reason, next_attempt_at, status = null } = event.data;
      return { attempts: attempt, next_attempt_at, reason, http_status: status };
    }
    case 'delivery-succeeded': {
      const { attempt, status = null } = event.data;
      return { status: 'succeeded', attempts: attempt, next_attempt_at: null, reason: null, http_status: status };
    }
    case 'delivery-abandoned': {
      const { attempts, reason, status = null } = event.data;
      return { status: 'abandoned', attempts, next_attempt_at: null, reason, http_status: status };
    }
  }
}
