import { type DispatcherSettings, runDispatcher, type RunningDispatcher } from '#dispatch';
import { deliveryCodec } from '../delivery.events.js';
import { deliveryAggregate } from '../delivery.state.js';
import { AttemptDelivery, type AttemptDeliverySettings } from './attempt-delivery.js';
import { noteEvent } from './note-event.js';

/** What the attempts of a channel's deliveries need, beside what any dispatcher does. */
export type DeliveryDispatcherSettings = AttemptDeliverySettings & Omit<DispatcherSettings, 'name' | 'category' | 'note' | 'attempt'>;

/** Makes the attempts of all deliveries of a channel when they are due. */
export function dispatchDeliveries(settings: DeliveryDispatcherSettings): RunningDispatcher {
  const { channel } = settings;
  const attempts = new AttemptDelivery(settings);
  return runDispatcher({
    ...settings,
    name: channel.name,
    category: deliveryAggregate.category,
    note: (agenda, event) => {
      noteEvent(agenda, channel.name, deliveryCodec.decode(event));
    },
    attempt: (stream, signal) => attempts.run(stream, signal),
  });
}
