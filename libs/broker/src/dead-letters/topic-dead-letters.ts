import type { DeadLetter, DeadLetters, ReceivedMessage } from '../broker.js';
import type { AppendRecords } from './consumer-dead-letters.js';
import { fromRecordMessage, toRecordMessage } from './dead-letter-record.js';
import { ParkedKeys } from './parked-keys.js';

/** A dead-letter topic as those see it who look at a group from outside. */
export interface DeadLetterTopic {
  /** Every record that is there now; those of one key in order. */
  read(): Promise<readonly ReceivedMessage[]>;
  readonly append: AppendRecords;
}

/** A group's dead letters, looked at from outside: its consumer may run in another process, or not at all. */
export class TopicDeadLetters implements DeadLetters {
  constructor(private readonly topic: DeadLetterTopic) {}

  async list(): Promise<readonly DeadLetter[]> {
    const parked = new ParkedKeys();
    for (const record of await this.topic.read()) parked.apply(fromRecordMessage(record));
    return parked.letters;
  }

  async replay(key?: string): Promise<number> {
    const letters = (await this.list()).filter(({ message }) => key === undefined || message.key === key);
    const keys = new Set(letters.map(({ message }) => message.key));
    if (keys.size > 0) await this.topic.append([...keys].map((one) => toRecordMessage({ kind: 'replay-requested', key: one })));
    return letters.length;
  }
}
