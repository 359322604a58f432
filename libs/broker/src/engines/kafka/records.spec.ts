import { describe, expect, it } from '@jest/globals';
import type { Message } from '../../broker.js';
import { partitionOf } from './partition-of.js';
import { fromRecord, portions, toRecord } from './records.js';

describe('a message as a record', () => {
  it('keeps key, headers and value, and an empty key as a key', () => {
    expect(toRecord({ key: '', headers: { ce_id: '1' }, value: '{}' })).toEqual({ key: '', headers: { ce_id: '1' }, value: '{}' });
  });

  it('is read as other services may have written it', () => {
    const headers = { 'Content-Type': Buffer.from('application/json'), ce_id: [Buffer.from('1'), Buffer.from('2')], empty: undefined };
    expect(fromRecord('cases', { key: null, value: null, offset: '7', headers })).toEqual({
      topic: 'cases', offset: '7', key: '', value: '', headers: { 'content-type': 'application/json', ce_id: '2', empty: '' },
    });
    expect(fromRecord('cases', { key: Buffer.from('ä'), value: Buffer.from('李'), offset: '8', headers: {} })).toMatchObject({ key: 'ä', value: '李' });
  });
});

describe('the partition of a key', () => {
  it.each([
    // Of the tests of Java's client: the hash of each key, whose sign is left out.
    ['21', -973932308], ['foobar', -790332482], ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829], ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971], ['abc', 479470107],
  ])('%s is that of Java\'s default partitioner', (key, hash) => {
    for (const partitions of [1, 6, 7, 50]) expect(partitionOf(key, partitions)).toBe((hash & 0x7fffffff) % partitions);
  });

  it('is always the same for the empty key', () => {
    expect(new Set(Array.from({ length: 20 }, () => partitionOf('', 6))).size).toBe(1);
  });
});

describe('portions', () => {
  const ofBytes = (size: number): Message => ({ key: '', headers: {}, value: 'x'.repeat(size) });
  const sizes = (cut: readonly (readonly Message[])[]): number[][] => cut.map((portion) => portion.map(({ value }) => value.length));

  it('are as few as the limit allows, and keep the order', () => {
    expect(sizes(portions([10, 20, 30, 40, 50].map(ofBytes), 179))).toEqual([[10, 20], [30, 40], [50]]);
    expect(portions([])).toEqual([]);
  });

  it('hold a message of its own that is larger than the limit', () => {
    expect(sizes(portions([10, 500, 10].map(ofBytes), 100))).toEqual([[10], [500], [10]]);
  });

  it('count headers, and characters as the bytes that they take', () => {
    const large: Message = { key: 'ä'.repeat(10), headers: { name: '李'.repeat(10) }, value: '' };
    expect(portions([large, large], 2 * (40 + 20 + 4 + 30 + 4))).toHaveLength(1);
    expect(portions([large, large], 2 * (40 + 20 + 4 + 30 + 4) - 1)).toHaveLength(2);
  });
});
