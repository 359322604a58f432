import { beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '#event-sourcing';
import { LogTail } from './log-tail.js';
import type { Stretch } from './stretch.js';
import { toPosition } from './position.js';

const eventsIn = ({ above, upTo }: Stretch): RecordedEvent[] =>
  Array.from({ length: upTo - above }, (_, index) => ({ position: toPosition(above + 1 + index) }) as RecordedEvent);

let read: Stretch[];
let tail: LogTail;
beforeEach(() => {
  read = [];
  tail = new LogTail((stretch) => {
    read.push(stretch);
    return eventsIn(stretch);
  });
});

it('reads what is new once, however many ask for it', () => {
  for (const upTo of [100, 103, 110]) {
    for (const above of [90, 99, 95]) expect(tail.of({ above, upTo })).toEqual(eventsIn({ above, upTo }));
  }
  expect(read).toEqual([{ above: 90, upTo: 100 }, { above: 100, upTo: 103 }, { above: 103, upTo: 110 }]);
});

it('holds a thousand events at most', () => {
  for (let upTo = 1; upTo <= 1_500; upTo++) tail.of({ above: upTo - 1, upTo });
  expect(tail.holds({ above: 500, upTo: 1_500 })).toBe(true);
  expect(tail.holds({ above: 499, upTo: 1_500 })).toBe(false);
  expect([tail.fits({ above: 500, upTo: 1_500 }), tail.fits({ above: 499, upTo: 1_500 })]).toEqual([true, false]);
});

it('answers every stretch as the log would, whoever follows it how fast', () => {
  const growth = fc.record({ grownBy: fc.integer({ min: 0, max: 700 }), behind: fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 4 }) });
  fc.assert(
    fc.property(fc.array(growth, { maxLength: 8 }), (steps) => {
      const followed = new LogTail(eventsIn);
      let upTo = 0;
      for (const { grownBy, behind } of steps) {
        upTo += grownBy;
        for (const above of behind.map((each) => Math.max(0, upTo - each))) {
          expect(followed.of({ above, upTo }).map(({ position }) => position)).toEqual(eventsIn({ above, upTo }).map(({ position }) => position));
        }
      }
    }),
    { numRuns: 20 },
  );
});
