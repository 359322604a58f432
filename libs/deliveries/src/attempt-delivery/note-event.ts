import type { Agenda } from '#dispatch';
import type { Recorded } from '#event-sourcing';
import type { DeliveryChannelName, DeliveryEvent } from '../delivery.events.js';

/** Brings the agenda of one channel up to date with what has happened to a delivery, of whatever channel it is. */
export function noteEvent(agenda: Agenda, channel: DeliveryChannelName, event: Recorded<DeliveryEvent>): void {
  switch (event.type) {
    case 'delivery-scheduled':
      if (event.data.channel !== channel) return;
      agenda.note({ stream: event.stream, host: event.data.host, at: Date.parse(event.metadata.occurred_at) });
      return;
    case 'delivery-attempt-failed':
      agenda.move(event.stream, Date.parse(event.data.next_attempt_at));
      return;
    case 'delivery-succeeded':
    case 'delivery-abandoned':
      agenda.drop(event.stream);
  }
}
