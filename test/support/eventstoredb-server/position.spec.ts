import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeOf, positionOf } from './position.js';

it('gives each place a position of its own, in the order of places', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (place) => {
      const position = positionOf(place);
      expect(placeOf(position)).toBe(place);
      expect(position.prepare <= position.commit).toBe(true);
      expect(position.commit < positionOf(place + 1).prepare).toBe(true);
    }),
  );
});

it('knows no place by half a position', () => {
  const { commit, prepare } = positionOf(7);
  for (const half of [commit, prepare]) expect(placeOf({ commit: half, prepare: half })).toBeUndefined();
  expect(placeOf({ commit, prepare: positionOf(6).prepare })).toBeUndefined();
});

it('begins at nought', () => {
  expect(positionOf(0)).toEqual({ commit: 0n, prepare: 0n });
});
