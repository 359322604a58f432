import type { BenchRow } from './bench-row.js';
import { mixedCase, RARE_NAME } from './case-mix.js';
import { createCases } from './load.js';
import { type MeasuredService, startService } from './service.js';
import { median, percentile } from './statistics.js';
import { timedGet } from './timed-get.js';

const FEW = 1_000;
const MANY = 100_000;
const ROUNDS = 400;
const WARM_UP_ROUNDS = 100;
/** So often without a new case in the list, and it is not being filled any more. */
const LOOKS = 60;
const LOOK_EVERY_MS = 500;

/**
 * (e) What a list and a single case cost where there are many cases, against few: two services that take turns, request by
 * request, so that both meet the machine in the same state; and the list with each filter. (f) Memory at rest and with many cases.
 */
export async function scaleBench(): Promise<BenchRow[]> {
  const [few, many] = [await startService(), await startService()];
  try {
    const atRest = many.memory();
    await fill(few, FEW);
    await fill(many, MANY);
    const full = many.memory();
    return [
      await comparison('list cases', '/api/cases/', many, few),
      await comparison('get case', '/api/cases/500/', many, few),
      ...(await filterRows(many)),
      { name: `memory with ${MANY} cases, at rest before`, value: full / 2 ** 20, unit: 'MiB', baseline: atRest / 2 ** 20, ratio: full / atRest, target: null, met: null },
    ];
  } finally {
    await few.stop();
    await many.stop();
  }
}

async function fill(service: MeasuredService, cases: number): Promise<void> {
  let made = 0;
  await createCases(service.url, service.headers, { cases }, () => JSON.stringify(mixedCase(made++)));
  for (let [before, unchanged] = [-1, 0]; before !== cases; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const { count } = (await (await fetch(`${service.url}/api/cases/?page_size=1`, service)).json()) as { count: number };
    unchanged = count === before ? unchanged + 1 : 0;
    if (unchanged > LOOKS) throw new Error(`The list has ${count} cases and no more, not ${cases}.`);
    before = count;
  }
}

async function comparison(what: string, path: string, many: MeasuredService, few: MeasuredService): Promise<BenchRow> {
  const [ofMany, ofFew]: [number[], number[]] = [[], []];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const [one, other] = [await timed(many, path), await timed(few, path)];
    if (round < 0) continue;
    ofMany.push(one);
    ofFew.push(other);
  }
  const [value, baseline] = [median(ofMany), median(ofFew)];
  return { name: `${what}, ${MANY} cases against ${FEW}`, value, unit: 'ms', baseline, ratio: value / baseline, target: 1.3, met: value / baseline <= 1.3 };
}

/** The list with each filter, against the list without any. */
async function filterRows(service: MeasuredService): Promise<BenchRow[]> {
  const middle = ((await (await fetch(`${service.url}/api/cases/${MANY / 2}/`, service)).json()) as { created_at: string }).created_at;
  const queries = [
    'customer_id=500', 'has_webhook=true', 'outcome=ACCEPTED', 'status=PENDING', 'external_id=loan-500', 'assignee=ada@example.com',
    'case_config=kyb', 'archived=true', `created_after=${middle}`, `created_before=${middle}`, 'ordering=updated_at',
    `search=${RARE_NAME}`, 'search=turing', 'search=ada%20tur', `page=${MANY / 100}`,
  ];
  const plain = percentile(await latencies(service, '/api/cases/'), 99);
  const rows: BenchRow[] = [];
  for (const query of queries) {
    const value = percentile(await latencies(service, `/api/cases/?${query}`), 99);
    rows.push({ name: `list cases, ${query.replace(middle, 'the middle')}, p99`, value, unit: 'ms', baseline: plain, ratio: value / plain, target: 15, met: value <= 15 });
  }
  return rows;
}

async function latencies(service: MeasuredService, path: string): Promise<readonly number[]> {
  for (let round = 0; round < WARM_UP_ROUNDS / 10; round++) await timed(service, path);
  const measured: number[] = [];
  for (let round = 0; round < ROUNDS; round++) measured.push(await timed(service, path));
  return measured;
}

const timed = ({ url, headers }: MeasuredService, path: string): Promise<number> => timedGet(`${url}${path}`, headers);
