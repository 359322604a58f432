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
  /** A whole number; of two messages of one key in one topic the later one has the higher. Says nothing across keys. */
  readonly offset: string;
}

/** What a consumer is about; `retrying` when it lasts, and `parked`, are what somebody should look at. */
export type ConsumerStatus =
  | { readonly state: 'running' }
  | {
      readonly state: 'retrying';
      readonly message: ReceivedMessage;
      readonly error: unknown;
      /** How often the message has failed. */
      readonly failures: number;
      readonly retryInMs: number;
    }
  | {
      /** The message is among the dead letters now, and the consumer goes on. */
      readonly state: 'parked';
      readonly letter: DeadLetter;
      /** What the handler threw the last time; undefined for a message that waits behind another. */
      readonly error: unknown;
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
  /** How often a message is tried before it becomes a dead letter of the group; default: until it succeeds. */
  readonly attempts?: number;
  /** Tells failures of whatever the handler needs from failures of the message: they do not count as attempts. Default: none. */
  isOutage?(error: unknown): boolean;
  /** Told when a message fails, each time, when it has succeeded after all, and when it was put aside. */
  onStatus?(status: ConsumerStatus): void;
}

/** A message that a group has given up, or that came behind one of its key. */
export interface DeadLetter {
  /** The message as it was, with the place that it had in its topic. */
  readonly message: ReceivedMessage;
  /** What went wrong the last time; for a message that was never tried, that it waits behind another. */
  readonly error: string;
  /** How often it was tried; 0 when it waits behind another. */
  readonly attempts: number;
  /** When it was put aside: ISO 8601, UTC. */
  readonly parkedAt: string;
}

/**
 * What a group has put aside. While a key has a letter here its later messages come here too, untried, so that a key's
 * order holds whatever happens.
 */
export interface DeadLetters {
  /** Oldest first. */
  list(): Promise<readonly DeadLetter[]>;

  /**
   * Asks the group's consumer, now or when it is there again, to handle a key's letters once more, in their order; of all
   * keys when none is named. One that fails again keeps its place, and those behind it. Says how many letters were there.
   */
  replay(key?: string): Promise<number>;
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
  /** Appends the messages, all or none, in this order; durable once it is answered. The topic is there then, also for no messages. */
  abstract publish(topic: string, messages: readonly Message[]): Promise<void>;

  /**
   * Gives every message of the topic to `handle`, those of one key in order and one at a time. The group's offset is
   * durable and moves past a message only when its handler has succeeded, or the message is safe among the group's dead
   * letters; a handler that fails gets the same message again, with growing pauses. A handler that throws
   * UnprocessableMessageError says that no further attempt can help. Resolves once the signal has ended it.
   *
   * @throws GroupBusyError when the group has all the consumers that the engine gives work to.
   */
  abstract consume(options: ConsumeOptions): Promise<void>;

  /** The dead letters of a group. */
  abstract deadLetters(topic: string, group: string): DeadLetters;

  /**
   * Whether the broker can be used, for readiness.
   * @throws Error saying why not.
   */
  abstract check(): Promise<void>;

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

/** The message can never be handled: it is no event, or of a type that nobody here knows. */
export class UnprocessableMessageError extends Error {
  override readonly name: string = 'UnprocessableMessageError';
}

/** The group is served already. */
export class GroupBusyError extends Error {
  override readonly name = 'GroupBusyError';
  constructor(topic: string, group: string) {
    super(`Group ${group} already has a consumer of topic ${topic}. Run only one on this engine.`);
  }
}
