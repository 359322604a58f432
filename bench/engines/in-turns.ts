import { median } from '../statistics.js';

/** A measure of ours, and the same of what it is compared with: medians over the rounds. */
export interface Compared {
  readonly value: number;
  readonly baseline: number;
  readonly ratio: number;
}

/** Measures two things in turns, so that whatever else the machine does hits both. Each is done once before, to warm up. */
export async function inTurns(rounds: number, ours: () => Promise<number>, theirs: () => Promise<number>): Promise<Compared> {
  const [values, baselines]: [number[], number[]] = [[], []];
  await ours();
  await theirs();
  for (let round = 0; round < rounds; round++) {
    const turns = [async () => values.push(await ours()), async () => baselines.push(await theirs())];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  const [value, baseline] = [median(values), median(baselines)];
  return { value, baseline, ratio: value / baseline };
}

/** Events per second. */
export async function perSecond(events: number, work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (events * 1_000) / (performance.now() - begun);
}
