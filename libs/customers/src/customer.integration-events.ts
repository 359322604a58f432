import type { IntegrationEvent, MessageData } from '#broker';
import { parseStreamName, type RecordedEvent } from '#event-sourcing';
import { customerCodec } from './customer.events.js';
import { customerDeletedMessage, customerUpdatedMessage } from './customer.messages.js';

type Changed = MessageData<typeof customerUpdatedMessage>['changed'];

/**
 * What an event of a customer tells the world: that there is something new to ask for. The first message about a
 * customer is like the later ones, so that whoever keeps a copy has one thing to follow.
 *
 * The subject, and the key with it, is `customer.<id>`: a case may have the same number.
 */
export function customerIntegrationEvents(recorded: RecordedEvent): readonly IntegrationEvent[] {
  const { org } = parseStreamName(recorded.stream);
  const event = customerCodec.decode(recorded);
  const { customer_id, ...fields } = event.data;
  const updated: MessageData<typeof customerUpdatedMessage> = { customer_id, changed: Object.keys(fields) as Changed };
  const told = event.type === 'customer-deleted' ? { type: customerDeletedMessage.type, data: { customer_id } } : { type: customerUpdatedMessage.type, data: updated };
  return [
    {
      id: recorded.id,
      ...told,
      org,
      subject: `customer.${customer_id}`,
      time: recorded.metadata.occurred_at,
      sequence: recorded.revision,
      correlationId: recorded.metadata.$correlationId,
    },
  ];
}
