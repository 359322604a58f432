import type { IntegrationEvent, MessageData } from '#broker';
import { parseStreamName, type RecordedEvent } from '#event-sourcing';
import { customerCodec } from './customer.events.js';
import { customerUpdatedMessage } from './customer.messages.js';

type Changed = MessageData<typeof customerUpdatedMessage>['changed'];

/**
 * What an event of a customer tells the world: that there is something new to ask for. The first message about a
 * customer is like the later ones, so that whoever keeps a copy has one thing to follow.
 *
 * The subject, and the key with it, is `customer.<id>`: a case may have the same number.
 */
export function customerIntegrationEvents(recorded: RecordedEvent): readonly IntegrationEvent[] {
  const { org } = parseStreamName(recorded.stream);
  const { customer_id, ...fields } = customerCodec.decode(recorded).data;
  const data: MessageData<typeof customerUpdatedMessage> = { customer_id, changed: Object.keys(fields) as Changed };
  return [
    {
      id: recorded.id,
      type: customerUpdatedMessage.type,
      org,
      subject: `customer.${customer_id}`,
      time: recorded.metadata.occurred_at,
      sequence: recorded.revision,
      correlationId: recorded.metadata.$correlationId,
      data,
    },
  ];
}
