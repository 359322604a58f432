import Sequencer from '@jest/test-sequencer';

/** Milliseconds, roughly: specs that start processes and wait for them take long, however short they are. */
const ROUGHLY = [
  ['/test/crash/', 40_000],
  ['/test/e2e/', 10_000],
  ['/test/', 5_000],
];
const OTHERS_TAKE = 1_000;

/**
 * Specs in the order of the time that they took last, as jest has them anyway; and where they were never run, as in CI, of
 * the time that such specs take. The longest one would else begin when all others are done, since it has the shortest text.
 *
 * Not in TypeScript, which takes the default export of this package for another one than Node does.
 */
export default class LongestFirst extends Sequencer {
  time(test) {
    return super.time(test) ?? ROUGHLY.find(([folder]) => test.path.includes(folder))?.[1] ?? OTHERS_TAKE;
  }
}
