import { describe, expect, it } from '@jest/globals';
import type { DeadLetter, ReceivedMessage } from '../broker.js';
import type { DeadLetterRecord } from './dead-letter-record.js';
import { ParkedKeys } from './parked-keys.js';

const at = (offset: number, key = 'a'): ReceivedMessage => ({ key, headers: {}, value: '', topic: 't', offset: String(offset) });
const letter = (offset: number, attempts = 0, key = 'a', parkedAt = '2026-01-01'): DeadLetter => ({ message: at(offset, key), error: 'e', attempts, parkedAt });
const parked = (...letters: DeadLetter[]): DeadLetterRecord[] => letters.map((one) => ({ kind: 'letter', letter: one }));
const requested: DeadLetterRecord = { kind: 'replay-requested', key: 'a' };
const resolved = (offset: number): DeadLetterRecord => ({ kind: 'resolved', key: 'a', offset: String(offset) });

const given = (...records: DeadLetterRecord[]): ParkedKeys => {
  const keys = new ParkedKeys();
  for (const record of records) keys.apply(record);
  return keys;
};
const offsets = (keys: ParkedKeys): string[] => keys.lettersOf('a').map(({ message }) => message.offset);

describe('the fold of a dead-letter topic', () => {
  it('knows the keys that have letters', () => {
    const keys = given(...parked(letter(1)));
    expect([keys.has('a'), keys.has('b'), keys.names]).toEqual([true, false, ['a']]);
  });

  it('keeps the order of a key, also when a letter was tried again', () => {
    const keys = given(...parked(letter(9, 2), letter(10), letter(11), letter(10, 2)));
    expect(offsets(keys)).toEqual(['9', '10', '11']);
    expect(keys.lettersOf('a')[1]?.attempts).toBe(2);
  });

  it('frees a key with its last letter', () => {
    const keys = given(...parked(letter(1, 2), letter(2)), resolved(1));
    expect([keys.has('a'), offsets(keys)]).toEqual([true, ['2']]);
    keys.apply(resolved(2));
    expect([keys.has('a'), keys.letters]).toEqual([false, []]);
  });

  it('knows again what came up to the last letter: it was handled before, is a letter, or was one', () => {
    const keys = given(...parked(letter(9, 2), letter(10)), resolved(9));
    expect([8, 9, 10, 11].map((offset) => keys.hasSeen(at(offset)))).toEqual([true, true, true, false]);
    expect(keys.hasSeen(at(9, 'b'))).toBe(false);
  });

  it('remembers a request until it was answered: by success of all, or by one that failed again', () => {
    const keys = given(...parked(letter(1, 2), letter(2)), requested);
    expect(keys.replayRequested).toEqual(['a']);
    keys.apply(resolved(1));
    expect(keys.isReplayRequested('a')).toBe(true);
    keys.apply({ kind: 'letter', letter: letter(2, 2) });
    expect(keys.isReplayRequested('a')).toBe(false);
    keys.apply(requested);
    keys.apply(resolved(2));
    expect(keys.replayRequested).toEqual([]);
  });

  it('does not take a later message, or a letter that was written twice, for an answer', () => {
    const keys = given(...parked(letter(1, 2)), requested, ...parked(letter(1, 2), letter(2)));
    expect(keys.replayRequested).toEqual(['a']);
  });

  it('passes over what is about a key without letters', () => {
    const keys = given(requested, resolved(1));
    expect([keys.names, keys.replayRequested]).toEqual([[], []]);
  });

  it('lists the letters of all keys, the oldest first', () => {
    const keys = given(...parked(letter(1, 2, 'b', '2026-01-02'), letter(2, 2, 'a', '2026-01-01'), letter(3, 0, 'b', '2026-01-03')));
    expect(keys.letters.map(({ message }) => message.offset)).toEqual(['2', '1', '3']);
  });
});
