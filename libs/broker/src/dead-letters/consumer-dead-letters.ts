import { type Clock, isoTime } from '#event-sourcing';
import type { DeadLetter, Message, ReceivedMessage } from '../broker.js';
import { type DeadLetterRecord, fromRecordMessage, toRecordMessage } from './dead-letter-record.js';
import { describeError } from './describe-error.js';
import { ParkedKeys } from './parked-keys.js';

/** Appends records to the dead-letter topic, all or none, in this order; durable once it is answered. */
export type AppendRecords = (records: readonly Message[]) => Promise<void>;

/**
 * The dead letters of the keys that one consumer owns: what is known of them, and how that changes. Nobody else writes
 * letters or resolves them meanwhile; others may ask for a replay.
 */
export class ConsumerDeadLetters {
  readonly parked = new ParkedKeys();

  constructor(private readonly append: AppendRecords, private readonly clock: Clock) {}

  /** To be given every record of its keys, from the topic's beginning on, before any message of the keys is handled. */
  restore(record: ReceivedMessage): void {
    this.parked.apply(fromRecordMessage(record));
  }

  /** To be given every record that appears after that. Those that the consumer itself has written say nothing new to it. */
  notice(message: ReceivedMessage): void {
    const record = fromRecordMessage(message);
    if (record.kind === 'replay-requested') this.parked.apply(record);
  }

  /** Puts a message aside that was tried in vain. */
  async park(message: ReceivedMessage, error: unknown, attempts: number): Promise<DeadLetter> {
    const letter = { message, error: describeError(error), attempts, parkedAt: isoTime(this.clock.now()) };
    await this.write([{ kind: 'letter', letter }]);
    return letter;
  }

  /** Puts messages aside, untried, behind the letters of their key. */
  async parkBehind(messages: readonly ReceivedMessage[]): Promise<readonly DeadLetter[]> {
    const parkedAt = isoTime(this.clock.now());
    const letters = messages.map((message) => ({ message, error: 'waits behind an earlier message of its key', attempts: 0, parkedAt }));
    await this.write(letters.map((letter) => ({ kind: 'letter', letter })));
    return letters;
  }

  /** Notes that a letter was tried in vain so many times more; it keeps its place. */
  async keep(letter: DeadLetter, error: unknown, attempts: number): Promise<DeadLetter> {
    const kept = { ...letter, error: describeError(error), attempts: letter.attempts + attempts };
    await this.write([{ kind: 'letter', letter: kept }]);
    return kept;
  }

  /** Notes that a letter was handled. */
  resolve({ message: { key, offset } }: DeadLetter): Promise<void> {
    return this.write([{ kind: 'resolved', key, offset }]);
  }

  private async write(records: readonly DeadLetterRecord[]): Promise<void> {
    await this.append(records.map(toRecordMessage));
    for (const record of records) this.parked.apply(record);
  }
}
