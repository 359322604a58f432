import type { Position } from '#event-sourcing';

/** A message as it travels: what it says, about whom, and everything else in headers. */
export interface Message {
  /** Messages of one key keep their order. */
  readonly key: string;
  /** Names in lower case, as the CloudEvents binding has them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** A message with its place. */
export interface ReceivedMessage extends Message {
  readonly topic: string;
  /** Opaque: tells the messages of one key in one topic apart. */
  readonly offset: string;
}

/** What a consumer is about; `retrying` is the state that somebody should look at when it lasts. */
export type ConsumerStatus =
  | { readonly state: 'running' }
  | {
      readonly state: 'retrying';
      readonly message: ReceivedMessage;
      readonly error: unknown;
      /** How often the message has failed. */
      readonly failures: number;
      readonly retryInMs: number;
    };

export interface ConsumeOptions {
  readonly topic: string;
  /** Each group gets every message; its offset is kept under this name. A new group begins at the oldest message kept. */
  readonly group: string;
  /** Must bear a message that it has had before. */
  handle(message: ReceivedMessage): Promise<void>;
  /** Ends the consumer: what is being handled is finished, nothing more is begun. */
  readonly signal: AbortSignal;
  /** How many keys are handled at the same time; default 1. */
  readonly concurrency?: number;
  /** Told when a message fails, each time, and when it has succeeded after all. */
  onStatus?(status: ConsumerStatus): void;
}

/** How far a relay has come in the log that it publishes. */
export interface RelayStep {
  /** The checkpoint as this relay knows it; undefined for none yet. */
  readonly from: Position | undefined;
  readonly to: Position;
}

/** A publisher whose place in the log is kept with what it has published. */
export interface Relay {
  /** Undefined until the first step. */
  checkpoint(): Promise<Position | undefined>;

  /**
   * Publishes the messages and moves the checkpoint, both or neither. Messages may be none. An outage of the machine may take the last
   * steps back, but always checkpoint and messages together, so that publishing goes on from there without a gap.
   *
   * @throws RelayFencedError when the checkpoint is not `from`: another relay of this name is at work.
   */
  publish(topic: string, messages: readonly Message[], step: RelayStep): Promise<void>;
}

/**
 * Topics of messages between Casetrail's processes and to other services. At least once: a consumer may get a message
 * again after a crash, and recognises what it has had by the message's own id.
 *
 * A class without code, so that it can stand for itself where dependencies are injected.
 */
export abstract class Broker {
  /** Appends the messages, all or none, in this order; durable once it is answered. */
  abstract publish(topic: string, messages: readonly Message[]): Promise<void>;

  /**
   * Gives every message of the topic to `handle`, those of one key in order and one at a time. The group's offset is
   * durable and moves past a message only when its handler has succeeded; a handler that fails gets the same message
   * again, with growing pauses, for as long as it takes. Resolves once the signal has ended it.
   *
   * @throws GroupBusyError when the group has all the consumers that the engine gives work to.
   */
  abstract consume(options: ConsumeOptions): Promise<void>;

  /** The relay of this name; there is one checkpoint for each name. */
  abstract relay(name: string): Relay;

  /** Ends the consumers, waits for what they are handling and gives everything back. */
  abstract close(): Promise<void>;
}

/** Another relay of the same name has published in the meantime; this one must stop. */
export class RelayFencedError extends Error {
  override readonly name = 'RelayFencedError';
  constructor(relay: string) {
    super(`Relay ${relay} was overtaken by another relay of that name. Run only one.`);
  }
}

/** The group is served already. */
export class GroupBusyError extends Error {
  override readonly name = 'GroupBusyError';
  constructor(topic: string, group: string) {
    super(`Group ${group} already has a consumer of topic ${topic}. Run only one on this engine.`);
  }
}
