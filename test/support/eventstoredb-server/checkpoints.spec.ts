import { expect, it } from '@jest/globals';
import { Checkpoints } from './checkpoints.js';

it('is due once in so many places, however many are looked at together', () => {
  const checkpoints = new Checkpoints(10, 100);
  expect(checkpoints.dueUpTo(109)).toEqual([]);
  expect(checkpoints.dueUpTo(110)).toEqual([110]);
  expect(checkpoints.dueUpTo(110)).toEqual([]);
  expect(checkpoints.dueUpTo(145)).toEqual([120, 130, 140]);
});

it('closes a stretch, and counts from there', () => {
  const checkpoints = new Checkpoints(10, 0);
  expect(checkpoints.closing(4)).toEqual([4]);
  expect(checkpoints.closing(4)).toEqual([]);
  expect(checkpoints.dueUpTo(13)).toEqual([]);
  expect(checkpoints.dueUpTo(14)).toEqual([14]);
});
