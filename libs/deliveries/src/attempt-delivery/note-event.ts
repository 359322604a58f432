import type { Recorded } from '#event-sourcing';
import type { DeliveryEvent } from '../delivery.events.js';
import type { Agenda } from './agenda.js';

/** Brings the agenda up to date with what has happened to a delivery. */
export function noteEvent(agenda: Agenda, event: Recorded<DeliveryEvent>): void {
  switch (event.type) {
    case 'delivery-scheduled':
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
