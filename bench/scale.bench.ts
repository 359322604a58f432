import type { BenchRow } from './bench-row.js';
import { untilProjected } from './create-case.bench.js';
import { createCases } from './load.js';
import { type MeasuredService, startService } from './service.js';
import { median } from './statistics.js';

const FEW = 1_000;
const MANY = 100_000;
const REQUESTS = 400;

/** (e) What a list and a single case cost when there are many cases, against few; (f) memory at rest and with many cases. */
export async function scaleBench(): Promise<BenchRow[]> {
  const service = await startService();
  try {
    const atRest = service.memory();
    await createCases(service.url, service.headers, { cases: FEW });
    await untilProjected(service.url, service.headers);
    const few = await latencies(service, FEW);
    await createCases(service.url, service.headers, { cases: MANY - FEW });
    await untilProjected(service.url, service.headers);
    const many = await latencies(service, MANY);
    const full = service.memory();
    return [
      latencyRow('list cases', many.list, few.list),
      latencyRow('get case', many.get, few.get),
      { name: `memory with ${MANY} cases, at rest before`, value: full / 2 ** 20, unit: 'MiB', baseline: atRest / 2 ** 20, ratio: full / atRest, target: null, met: null },
    ];
  } finally {
    await service.stop();
  }
}

function latencyRow(what: string, many: number, few: number): BenchRow {
  return { name: `${what}, ${MANY} cases against ${FEW}`, value: many, unit: 'ms', baseline: few, ratio: many / few, target: 1.3, met: many / few <= 1.3 };
}

async function latencies(service: MeasuredService, cases: number): Promise<{ list: number; get: number }> {
  const { count } = (await (await fetch(`${service.url}/api/cases/?page_size=1`, service)).json()) as { count: number };
  if (count !== cases) throw new Error(`The list has ${count} cases, not ${cases}.`);
  const [list, get]: [number[], number[]] = [[], []];
  for (let index = 0; index < REQUESTS; index++) {
    list.push(await timed(service, '/api/cases/'));
    get.push(await timed(service, `/api/cases/${1 + ((index * 7_919) % FEW)}/`));
  }
  return { list: median(list), get: median(get) };
}

async function timed({ url, headers }: MeasuredService, path: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(`${url}${path}`, { headers });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}.`);
  return performance.now() - begun;
}
