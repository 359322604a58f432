import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BenchRow } from './bench-row.js';
import { createCaseBench } from './create-case.bench.js';
import { documentsBench } from './documents.bench.js';
import { engineBenches, onEngines } from './engines/index.js';
import { eventStoreBench } from './event-store.bench.js';
import { idempotencyBench } from './idempotency.bench.js';
import { projectionBench } from './projection.bench.js';
import { scaleBench } from './scale.bench.js';
import { webhookLatencyBench } from './webhook-latency.bench.js';

const embeddedBenches: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  'create-case': createCaseBench,
  documents: documentsBench,
  'event-store': eventStoreBench,
  idempotency: idempotencyBench,
  projection: projectionBench,
  'webhook-latency': webhookLatencyBench,
  scale: scaleBench,
};

const { values } = parseArgs({ options: { engines: { type: 'boolean', default: false }, json: { type: 'string' }, only: { type: 'string' } } });
const benches = values.engines ? engineBenches : embeddedBenches;
const chosen = values.only?.split(',') ?? Object.keys(benches);
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const rows: BenchRow[] = [];
const run = async (): Promise<void> => {
  for (const name of chosen) {
    console.error(`${name} …`);
    rows.push(...((await benches[name]?.()) ?? []));
  }
};
await (values.engines ? onEngines(run) : run());

const figure = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });
console.table(
  rows.map(({ name, value, unit, baseline, ratio, target, met }) => ({
    figure: name,
    measured: `${figure(value)} ${unit}`,
    'compared with': `${figure(baseline)} ${unit}`,
    ratio: figure(ratio),
    target: target ?? '',
    met: met === null ? '' : met ? 'yes' : 'NO',
  })),
);
for (const { name, note } of rows) if (note !== undefined) console.log(`${name}: ${note}\n`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
