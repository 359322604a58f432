import { setTimeout as delay } from 'node:timers/promises';

/**
 * Begins some work so many times a second, whether what was begun before has ended or not, and waits for all of it.
 *
 * @throws what went wrong first.
 */
export async function atRate(perSecond: number, times: number, work: () => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  const underWay: Promise<void>[] = [];
  const begun = performance.now();
  for (let index = 0; index < times; index++) {
    await delay(Math.max(0, begun + (index * 1_000) / perSecond - performance.now()));
    underWay.push(work().catch((error: unknown) => void failures.push(error)));
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}
