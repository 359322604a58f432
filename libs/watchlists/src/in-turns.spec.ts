import { describe, expect, it } from '@jest/globals';
import { inTurns, type Stepwise } from './in-turns.js';

/** How often the event loop went around, while something lasts. */
class Rounds {
  private count = 0;
  private on = true;

  static async during(work: (rounds: Rounds) => Promise<void>): Promise<void> {
    const rounds = new Rounds();
    rounds.next();
    await work(rounds).finally(() => {
      rounds.on = false;
    });
  }

  get now(): number {
    return this.count;
  }

  private next(): void {
    this.count++;
    if (this.on) setImmediate(() => { this.next(); });
  }
}

describe('long work', () => {
  it('comes to its result, and lets others have their turn whenever it has done so much', async () => {
    await Rounds.during(async (rounds) => {
      const seen = new Set<number>();
      function* work(): Stepwise<string> {
        for (let step = 0; step < 100; step++) {
          seen.add(rounds.now);
          yield 50_000;
        }
        return 'done';
      }
      expect(await inTurns(work())).toBe('done');
      expect(seen.size).toBeGreaterThan(30);
    });
  });

  it('takes no turn where there is little of it', async () => {
    function* work(): Stepwise<number> {
      yield 1_000;
      return 7;
    }
    let others = false;
    setImmediate(() => { others = true; });
    expect([await inTurns(work()), others]).toEqual([7, false]);
  });

  it('holds up others no longer when there are several', async () => {
    await Rounds.during(async (rounds) => {
      const turns: number[] = [];
      function* work(): Stepwise<undefined> {
        for (let step = 0; step < 10; step++) {
          yield 1_000_000;
          turns.push(rounds.now);
        }
      }
      await Promise.all(Array.from({ length: 8 }, () => inTurns(work())));
      const perRound = turns.map((round) => turns.filter((other) => other === round).length);
      expect(turns).toHaveLength(80);
      expect(Math.max(...perRound)).toBeLessThanOrEqual(2);
    });
  });

  it('ends with its signal, in the middle', async () => {
    const giveUp = new AbortController();
    let steps = 0;
    function* work(): Stepwise<undefined> {
      for (;;) {
        if (++steps === 5) giveUp.abort();
        yield 1_000_000;
      }
    }
    await expect(inTurns(work(), giveUp.signal)).rejects.toThrow('aborted');
    expect(steps).toBe(5);
  });
});
