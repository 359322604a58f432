import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '#event-sourcing';
import type { Message } from '../../broker.js';
import { ConsumerDeadLetters, deadLetterTopic, TopicDeadLetters } from '../../dead-letters/index.js';
import { transaction } from './database.js';
import type { TopicLog } from './topic-log.js';

/** The dead letters of one group, kept as a topic in the file of the messages that they are about. */
export class SqliteDeadLetters {
  private readonly topic: string;

  constructor(
    topic: string,
    group: string,
    private readonly database: DatabaseSync,
    private readonly log: TopicLog,
    private readonly clock: Clock,
    /** For how long the records of a key are kept after its last letter was resolved. */
    private readonly keepMs: number,
  ) {
    this.topic = deadLetterTopic(topic, group);
  }

  /** For those who look at the group from outside. `asked` is called when there may be something to replay. */
  fromOutside(asked: () => void): TopicDeadLetters {
    return new TopicDeadLetters({
      read: async () => this.log.readAll(this.topic, 0),
      append: async (records) => {
        this.append(records);
        asked();
      },
    });
  }

  /** For the group's consumer. */
  follow(): FollowedDeadLetters {
    const letters = new ConsumerDeadLetters(async (records) => {
      this.append(records);
    }, this.clock);
    const records = this.log.readAll(this.topic, 0);
    for (const record of records) letters.restore(record);
    const before = this.clock.now() - this.keepMs;
    transaction(this.database, 'ordered', () => {
      this.log.forgetOthers(this.topic, letters.parked.names, before);
    });

    let next = Number(records.at(-1)?.offset ?? -1) + 1;
    return {
      letters,
      look: () => {
        for (const record of this.log.readAll(this.topic, next)) {
          letters.notice(record);
          next = Number(record.offset) + 1;
        }
      },
    };
  }

  private append(records: readonly Message[]): void {
    transaction(this.database, 'flushed', () => {
      this.log.append(this.topic, records, this.clock.now());
    });
  }
}

/** The dead letters of a consumer at work. */
export interface FollowedDeadLetters {
  readonly letters: ConsumerDeadLetters;
  /** Takes notice of what others have written since: requests for replays. */
  readonly look: () => void;
}
