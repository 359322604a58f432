import { describe, expect, it } from '@jest/globals';
import { committedRecords, type FetchedRecord } from './committed-records.js';

const record = (offset: number, producerId: string, inTransaction = true): FetchedRecord => ({
  offset: String(offset), key: null, value: null, headers: {}, isControlRecord: false, batchContext: { producerId, inTransaction },
});
const end = (offset: number, producerId: string, type: 'abort' | 'commit'): FetchedRecord => ({
  ...record(offset, producerId), isControlRecord: true, key: Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1]),
});
const offsets = (records: readonly FetchedRecord[]): number[] => records.map(({ offset }) => Number(offset));

describe('committed records', () => {
  it('are all but the ends of transactions where none was aborted', () => {
    expect(offsets(committedRecords([record(0, '-1', false), record(1, 'a'), end(2, 'a', 'commit')], null))).toEqual([0, 1]);
  });

  it('leave out an aborted transaction, and nothing of the same producer before or after it', () => {
    const records = [record(0, 'a'), end(1, 'a', 'commit'), record(2, 'a'), end(3, 'a', 'abort'), record(4, 'a'), end(5, 'a', 'commit'), record(6, 'a'), end(7, 'a', 'abort')];
    expect(offsets(committedRecords(records, [{ producerId: 'a', firstOffset: '2' }, { producerId: 'a', firstOffset: '6' }]))).toEqual([0, 4]);
  });

  it('leave out transactions that overlap, in whatever order they are listed', () => {
    const records = [record(10, 'a'), record(11, 'b'), record(12, 'c'), end(13, 'b', 'abort'), record(14, 'a'), end(15, 'a', 'abort'), end(16, 'c', 'commit'), record(17, 'b')];
    expect(offsets(committedRecords(records, [{ producerId: 'b', firstOffset: '11' }, { producerId: 'a', firstOffset: '10' }]))).toEqual([12, 17]);
  });

  it('leave out what began before the records that were read', () => {
    const aborted = [{ producerId: 'a', firstOffset: '3' }, { producerId: 'b', firstOffset: '9' }];
    expect(offsets(committedRecords([record(20, 'b'), record(21, 'a'), record(22, 'a', false)], aborted))).toEqual([22]);
  });
});
