import type { DeadLetter, Message, ReceivedMessage } from '../broker.js';

/** The topic that holds what became of the messages that a group has put aside. Changing this loses sight of stored letters. */
export const deadLetterTopic = (topic: string, group: string): string => `${topic}.${group}.dead-letters`;

/** What a dead-letter topic says, of one key each time. The letters of a key are the fold of its records. */
export type DeadLetterRecord =
  /** The consumer has put a message aside; or, for one that is there already, has tried it in vain once more. */
  | { readonly kind: 'letter'; readonly letter: DeadLetter }
  /** An operator wants the key's letters to be handled once more. */
  | { readonly kind: 'replay-requested'; readonly key: string }
  /** The consumer has handled a letter. */
  | { readonly kind: 'resolved'; readonly key: string; readonly offset: string };

/** Headers whose names begin so are ours: a message that comes with one loses it when it is put aside. */
const OURS = 'casetrail_dead_';

/** Changing these changes stored data. */
const KIND = `${OURS}record`;
const TOPIC = `${OURS}topic`;
const OFFSET = `${OURS}offset`;
const ERROR = `${OURS}error`;
const ATTEMPTS = `${OURS}attempts`;
const PARKED_AT = `${OURS}parked_at`;

/** A record as a message of the dead-letter topic: a letter keeps value and headers of the message that it is about. */
export function toRecordMessage(record: DeadLetterRecord): Message {
  switch (record.kind) {
    case 'letter': {
      const { message, error, attempts, parkedAt } = record.letter;
      const { key, value, headers, topic, offset } = message;
      const about = { [KIND]: 'letter', [TOPIC]: topic, [OFFSET]: offset, [ERROR]: error, [ATTEMPTS]: String(attempts), [PARKED_AT]: parkedAt };
      return { key, value, headers: { ...headers, ...about } };
    }
    case 'replay-requested':
      return { key: record.key, value: '', headers: { [KIND]: 'replay-requested' } };
    case 'resolved':
      return { key: record.key, value: '', headers: { [KIND]: 'resolved', [OFFSET]: record.offset } };
  }
}

/**
 * The record that a message of the dead-letter topic holds.
 * @throws Error naming the message's place when it holds none: somebody else has written there.
 */
export function fromRecordMessage(message: ReceivedMessage): DeadLetterRecord {
  const { key, value, headers } = message;
  const header = (name: string): string => headers[name] ?? notOurs(message);
  switch (headers[KIND]) {
    case 'letter': {
      const original = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(OURS)));
      return {
        kind: 'letter',
        letter: {
          message: { key, value, headers: original, topic: header(TOPIC), offset: header(OFFSET) },
          error: header(ERROR),
          attempts: Number(header(ATTEMPTS)),
          parkedAt: header(PARKED_AT),
        },
      };
    }
    case 'replay-requested':
      return { kind: 'replay-requested', key };
    case 'resolved':
      return { kind: 'resolved', key, offset: header(OFFSET) };
    default:
      return notOurs(message);
  }
}

function notOurs({ topic, offset }: ReceivedMessage): never {
  throw new Error(`The message at offset ${offset} of ${topic} is no record of dead letters. Only Casetrail may write to this topic.`);
}
