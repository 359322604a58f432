/** Work in small steps. Each says what it took, in letters that were looked at: some ten nanoseconds each. */
export type Stepwise<Result> = Generator<number, Result, undefined>;

/** How many letters are looked at before others have their turn: a millisecond or two. */
const TURN = 150_000;

/**
 * Does long work on a thread that has other things to do, too: they have their turn every millisecond or two. Of several such
 * works each has its turn in turn.
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
    await nextTurn();
    signal?.throwIfAborted();
  }
}

/** Who waits for a turn, the longest first. The thread is one, and so is this line. */
const waiting: (() => void)[] = [];

/**
 * Resolves when everybody else on this thread had a turn. The event loop would give one to all who wait for it at once: eight works
 * would hold up the rest for eight times as long.
 */
export async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(giveTurn);
  });
}

function giveTurn(): void {
  const next = waiting.shift();
  if (waiting.length > 0) setImmediate(giveTurn);
  next?.();
}
