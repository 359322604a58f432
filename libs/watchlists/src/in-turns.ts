import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

/** Work in small steps. Each says what it took, in letters that were looked at: some ten nanoseconds each. */
export type Stepwise<Result> = Generator<number, Result, undefined>;

/** How many letters are looked at before others have their turn: a millisecond or two. */
const TURN = 150_000;

/**
 * Does long work on a thread that has other things to do, too: they have their turn every millisecond or two.
 * @throws AbortError once the signal is aborted.
 */
export async function inTurns<Result>(work: Stepwise<Result>, signal?: AbortSignal): Promise<Result> {
  let effort = 0;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    effort += step.value;
    if (effort < TURN) continue;
    effort = 0;
    await turnOfTheLoop(undefined, signal === undefined ? {} : { signal });
  }
}
