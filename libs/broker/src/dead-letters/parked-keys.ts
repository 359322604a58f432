import type { DeadLetter, ReceivedMessage } from '../broker.js';
import type { DeadLetterRecord } from './dead-letter-record.js';

interface ParkedKey {
  /** By offset, in the key's order. */
  readonly letters: Map<string, DeadLetter>;
  /** Of the message that was put aside last. */
  lastOffset: bigint;
  replayRequested: boolean;
}

/** The keys that have dead letters: the fold of the records of a dead-letter topic. */
export class ParkedKeys {
  private readonly keys = new Map<string, ParkedKey>();

  apply(record: DeadLetterRecord): void {
    switch (record.kind) {
      case 'letter':
        this.put(record.letter);
        return;
      case 'replay-requested':
        this.request(record.key);
        return;
      case 'resolved':
        this.resolve(record.key, record.offset);
    }
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  /**
   * Whether a message of a parked key has come before: up to the last one that was put aside, every message of the key
   * was either handled or put aside.
   */
  hasSeen({ key, offset }: ReceivedMessage): boolean {
    const parked = this.keys.get(key);
    return parked !== undefined && BigInt(offset) <= parked.lastOffset;
  }

  /** In the key's order. */
  lettersOf(key: string): readonly DeadLetter[] {
    return [...(this.keys.get(key)?.letters.values() ?? [])];
  }

  /** Whether the key's letters are to be handled once more. */
  isReplayRequested(key: string): boolean {
    return this.keys.get(key)?.replayRequested ?? false;
  }

  /** The keys whose letters are to be handled once more. */
  get replayRequested(): readonly string[] {
    return [...this.keys].filter(([, parked]) => parked.replayRequested).map(([key]) => key);
  }

  /** Every letter, oldest first. */
  get letters(): readonly DeadLetter[] {
    const all = [...this.keys.values()].flatMap(({ letters }) => [...letters.values()]);
    return all.sort((a, b) => (a.parkedAt < b.parkedAt ? -1 : a.parkedAt > b.parkedAt ? 1 : 0));
  }

  /** The keys that have letters. */
  get names(): readonly string[] {
    return [...this.keys.keys()];
  }

  /** A letter that is there already keeps its place. When it has failed since then, the replay has come to its end with it. */
  private put(letter: DeadLetter): void {
    const { key, offset } = letter.message;
    const parked = this.keys.get(key) ?? { letters: new Map<string, DeadLetter>(), lastOffset: -1n, replayRequested: false };
    const before = parked.letters.get(offset);
    if (before !== undefined && letter.attempts > before.attempts) parked.replayRequested = false;
    parked.letters.set(offset, letter);
    if (BigInt(offset) > parked.lastOffset) parked.lastOffset = BigInt(offset);
    this.keys.set(key, parked);
  }

  private request(key: string): void {
    const parked = this.keys.get(key);
    if (parked !== undefined) parked.replayRequested = true;
  }

  private resolve(key: string, offset: string): void {
    const parked = this.keys.get(key);
    parked?.letters.delete(offset);
    if (parked?.letters.size === 0) this.keys.delete(key);
  }
}
