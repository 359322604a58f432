import type { BenchRow } from './bench-row.js';
import { createCases, type LoadResult } from './load.js';
import { startBareService, startService } from './service.js';
import { median } from './statistics.js';

const ROUNDS = 3;
const SECONDS = 5;
/** Until the code of a request has been compiled for speed. */
const WARM_UP_SECONDS = 6;

/**
 * (a) Creating cases, durable, with projections and relay running, against a bare route of the same framework. The two
 * take turns, each with the machine to itself, because the machine's speed drifts.
 */
export async function createCaseBench(): Promise<BenchRow[]> {
  const service = await startService();
  const bare = await startBareService();
  const ours: LoadResult[] = [];
  const theirs: LoadResult[] = [];
  try {
    await createCases(service.url, service.headers, { seconds: WARM_UP_SECONDS });
    await createCases(bare.url, {}, { seconds: WARM_UP_SECONDS });
    await untilProjected(service.url, service.headers);
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await createCases(service.url, service.headers, { seconds: SECONDS }));
      await untilProjected(service.url, service.headers);
      theirs.push(await createCases(bare.url, {}, { seconds: SECONDS }));
    }
  } finally {
    await bare.stop();
    await service.stop();
  }
  const [rate, bareRate] = [median(ours.map((each) => each.rate)), median(theirs.map((each) => each.rate))];
  const [p99, bareP99] = [median(ours.map((each) => each.p99)), median(theirs.map((each) => each.p99))];
  return [
    { name: 'create case, 64 connections', value: rate, unit: '/s', baseline: bareRate, ratio: rate / bareRate, target: 0.25, met: rate / bareRate >= 0.25 },
    { name: 'create case, p99', value: p99, unit: 'ms', baseline: bareP99, ratio: p99 / bareP99, target: 60, met: p99 <= 60 },
  ];
}

/** Waits until the read models have nothing left to do, so that the next measurement has the machine to itself. */
export async function untilProjected(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  for (let before = -1; ; ) {
    const { count } = (await (await fetch(`${url}/api/cases/?page_size=1`, { headers })).json()) as { count: number };
    if (count === before) return;
    before = count;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
