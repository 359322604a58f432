import { expect, it } from '@jest/globals';
import { type FilterRequest, serverFilter } from './event-filter.js';

const byStream: FilterRequest = { on: 'stream', prefixes: ['case-acme.', 'case-other'], regex: '', checkpointIntervalMultiplier: 1 };

it('leaves to the embedded store what it can do', () => {
  expect(serverFilter(byStream).coarse).toEqual({ categories: ['case'] });
  expect(serverFilter({ ...byStream, prefixes: ['cas'] }).coarse).toBeUndefined();
  expect(serverFilter({ ...byStream, regex: '^case-' }).coarse).toBeUndefined();
  expect(serverFilter({ ...byStream, on: 'type' }).coarse).toBeUndefined();
});

it('looks at 32 events between two checkpoints, unless told otherwise', () => {
  expect(serverFilter(byStream).checkpointInterval).toBe(32);
  expect(serverFilter({ ...byStream, window: 10, checkpointIntervalMultiplier: 3 }).checkpointInterval).toBe(30);
});

it('refuses what is no filter', () => {
  expect(() => serverFilter({ ...byStream, regex: '(' })).toThrow(/not a valid regular expression/);
  expect(() => serverFilter({ ...byStream, checkpointIntervalMultiplier: 0 })).toThrow(/greater than 0/);
});
