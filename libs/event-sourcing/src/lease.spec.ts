import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { holdLease, type Term } from './lease.js';
import { silentLogger } from './logger.js';
import type { ProjectionStore } from './projection-store.js';
import { InMemoryProjectionStore } from './testing/in-memory-projection-store.js';
import { ManualTime } from './testing/manual-time.js';

type Registers = Pick<ProjectionStore, 'getRegister' | 'moveRegister'>;

/** A process that wants the lease. `frozen` stops its clock and its timers, as SIGSTOP does. */
class Candidate {
  readonly time = new ManualTime();
  readonly stop = new AbortController();
  readonly terms: Term[] = [];
  frozen = false;
  /** What the work does; by default it goes on until it is told to end. */
  work = (term: Term): Promise<void> => new Promise((resolve) => {
    term.signal.addEventListener('abort', () => { resolve(); });
  });
  readonly ended: Promise<void>;

  constructor(readonly holder: string, store: Registers) {
    this.ended = holdLease(
      { name: 'relay', store, holder, signal: this.stop.signal, logger: silentLogger, clock: this.time, timer: this.time },
      async (term) => {
        this.terms.push(term);
        await this.work(term);
      },
    );
  }

  get holds(): boolean {
    return this.terms.at(-1)?.signal.aborted === false;
  }
}

describe('a lease', () => {
  let store: InMemoryProjectionStore;
  let candidates: Candidate[];

  beforeEach(() => {
    store = new InMemoryProjectionStore();
    candidates = [];
  });
  afterEach(async () => {
    for (const { stop } of candidates) stop.abort();
    await pass(20_000);
    await Promise.all(candidates.map(({ ended }) => ended));
  });

  async function join(holder: string, through: Registers = store): Promise<Candidate> {
    const candidate = new Candidate(holder, through);
    candidates.push(candidate);
    await settle();
    return candidate;
  }

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await turnOfTheLoop();
  }

  /** Time passes for everybody who is not frozen. */
  async function pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 250) {
      for (const { frozen, time } of candidates) if (!frozen) time.advance(250);
      await settle();
      expect(candidates.filter(({ holds, frozen }) => holds && !frozen).length).toBeLessThanOrEqual(1);
    }
  }

  it('is held by one, for as long as it works', async () => {
    const [first, second] = [await join('a'), await join('b')];
    await pass(60_000);
    expect([first.terms.length, first.holds, second.terms]).toEqual([1, true, []]);
  });

  it('is another’s within 5 s when its holder dies, with a higher token', async () => {
    const [first, second] = [await join('a'), await join('b')];
    await pass(10_000);
    first.frozen = true;
    await pass(3_000);
    expect(second.holds).toBe(false);
    await pass(2_000);
    expect(second.holds).toBe(true);
    expect(second.terms[0]!.token).toBeGreaterThan(first.terms[0]!.token);
  });

  it('is lost by a holder who was frozen for too long', async () => {
    const [first, second] = [await join('a'), await join('b')];
    first.frozen = true;
    await pass(15_000);
    first.frozen = false;
    first.time.advance(15_000);
    await settle();
    expect([first.holds, second.holds]).toEqual([false, true]);
    await pass(30_000);
    expect([first.terms.length, second.terms.length]).toEqual([1, 1]);
  });

  it('is another’s at once when its holder ends in order', async () => {
    const [first, second] = [await join('a'), await join('b')];
    first.stop.abort();
    await settle();
    await pass(500);
    expect(second.holds).toBe(true);
  });

  it('is given up before it expires by a holder who cannot reach the store', async () => {
    let reachable = true;
    const first = await join('a', {
      getRegister: (key) => store.getRegister(key),
      moveRegister: (...move) => (reachable ? store.moveRegister(...move) : Promise.reject(new Error('not reachable'))),
    });
    const second = await join('b');
    await pass(3_000);
    reachable = false;
    await pass(3_000);
    expect([first.holds, second.holds]).toEqual([false, false]);
    await pass(3_000);
    expect(second.holds).toBe(true);
  });

  it('is taken again at once by a holder who could not reach the store for a while', async () => {
    let reachable = true;
    const unlessAway = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => (reachable ? ask() : Promise.reject(new Error('not reachable')));
    const first = await join('a', {
      getRegister: (key) => unlessAway(() => store.getRegister(key)),
      moveRegister: (...move) => unlessAway(() => store.moveRegister(...move)),
    });
    reachable = false;
    await pass(15_000);
    expect(first.holds).toBe(false);
    reachable = true;
    await pass(1_000);
    expect([first.terms.length, first.holds]).toEqual([2, true]);
  });

  it('is given up in time by a holder whose renewal hangs', async () => {
    let hang = false;
    const hanging = Promise.withResolvers<boolean>();
    const first = await join('a', {
      getRegister: (key) => store.getRegister(key),
      moveRegister: (...move) => (hang ? hanging.promise : store.moveRegister(...move)),
    });
    hang = true;
    await pass(4_000);
    expect(first.holds).toBe(false);
    hanging.reject(new Error('timed out'));
  });

  it('is kept when the answer to a renewal was lost', async () => {
    let lose = false;
    const first = await join('a', {
      getRegister: (key) => store.getRegister(key),
      moveRegister: async (...move) => {
        const moved = await store.moveRegister(...move);
        if (!lose) return moved;
        lose = false;
        throw new Error('the answer was lost');
      },
    });
    await pass(1_000);
    lose = true;
    await pass(30_000);
    expect([first.terms.length, first.holds]).toEqual([1, true]);
  });

  it('is lost when the store goes back to before the term, and taken anew', async () => {
    const before = store.contents();
    const first = await join('a');
    store.restore(before);
    await pass(6_000);
    expect([first.terms.length, first.holds]).toEqual([2, true]);
  });

  it('begins work again that failed or ended by itself', async () => {
    const first = await join('a');
    first.stop.abort();
    const second = await join('b');
    second.work = async () => {
      if (second.terms.length === 1) throw new Error('did not work');
      if (second.terms.length > 2) await new Promise<void>((resolve) => { second.stop.signal.addEventListener('abort', () => { resolve(); }); });
    };
    await pass(5_000);
    expect([second.terms.length, second.holds]).toEqual([3, true]);
    expect(second.terms.map(({ token }) => token)).toEqual([2, 3, 4]);
  });
});
