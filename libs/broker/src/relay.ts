import {
  type EventStore,
  type Logger,
  type Position,
  type RecordedEvent,
  runSubscription,
  type RunningSubscription,
  type Timer,
} from '#event-sourcing';
import { type Broker, RelayFencedError } from './broker.js';
import { type IntegrationEvent, toMessage } from './integration-event.js';

export interface RelaySettings {
  readonly store: EventStore;
  readonly broker: Broker;
  /** Its checkpoint is kept under this name. */
  readonly name: string;
  readonly topic: string;
  /** The categories of streams that it reads. */
  readonly categories: readonly string[];
  /** What other services get to know of an event: nothing, one thing or several. Pure. */
  readonly translate: (event: RecordedEvent) => readonly IntegrationEvent[];
  /** Ends the relay, after the batch under way. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly timer?: Timer;
}

/** So many events without anything to publish may be read again after a restart; it saves writing for each of them. */
const UNPUBLISHED_LIMIT = 1_000;

/**
 * Publishes what happens, in the order of the log: so the messages of one key have the order of its events. A batch and
 * the checkpoint behind it are stored together, and a relay that was overtaken publishes nothing and ends: each event is
 * published once. Any other failure is tried again from the checkpoint.
 */
export function runRelay(settings: RelaySettings): RunningSubscription {
  const { store, broker, name, topic, categories, translate, signal, logger, timer } = settings;
  const relay = broker.relay(name);
  const overtaken = new AbortController();
  let from: Position | undefined;
  let unpublished = 0;

  return runSubscription({
    name: `relay ${name}`,
    store,
    filter: { categories },
    checkpoint: {
      async load() {
        unpublished = 0;
        return (from = await relay.checkpoint());
      },
    },
    async handle({ events, position }) {
      const messages = events.flatMap(translate).map(toMessage);
      unpublished += events.length;
      if (messages.length === 0 && unpublished < UNPUBLISHED_LIMIT) return;
      try {
        await relay.publish(topic, messages, { from, to: position });
      } catch (error) {
        // Going on would overtake the other one, and so on for ever.
        if (error instanceof RelayFencedError) overtaken.abort();
        throw error;
      }
      from = position;
      unpublished = 0;
    },
    signal: AbortSignal.any([signal, overtaken.signal]),
    logger,
    ...(timer === undefined ? {} : { timer }),
  });
}
