import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.js';
import { type MeasuredService, startService } from './service.js';
import { median } from './statistics.js';

const ROUNDS = 3;
/** Files of a round, and how many are on their way at once. */
const FILES = 24;
const AT_ONCE = 4;
const MEGABYTE = 1_000_000;
const FILE = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5 * MEGABYTE)]);

/**
 * Uploading documents of five megabytes, as forms and as JSON, against writing the same bytes to the same disk and flushing them. They
 * take turns, because the machine's speed drifts.
 */
export async function documentsBench(): Promise<BenchRow[]> {
  const service = await startService();
  const folder = mkdtempSync(join(tmpdir(), 'casetrail-bench-'));
  const json = JSON.stringify({ original_name: 'a.pdf', file: FILE.toString('base64') });
  const rates = { form: [] as number[], json: [] as number[], plain: [] as number[] };
  let [before, most] = [0, 0];
  try {
    await rateOf(() => uploadForm(service));
    await rateOf(() => uploadJson(service, json));
    before = service.memory();
    for (let round = 0; round < ROUNDS; round++) {
      rates.form.push(await rateOf(() => uploadForm(service)));
      rates.json.push(await rateOf(() => uploadJson(service, json)));
      most = Math.max(most, service.memory());
      rates.plain.push(await rateOf((index) => writeFlushed(join(folder, String(index)))));
    }
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true });
  }
  const plain = median(rates.plain);
  const row = (name: string, value: number, note?: string): BenchRow => ({
    name, value, unit: 'MB/s', baseline: plain, ratio: value / plain, target: null, met: null, ...(note === undefined ? {} : { note }),
  });
  const grown = `After the first uploads the process grew by ${Math.round((most - before) / MEGABYTE)} MB over ${Math.round((2 * ROUNDS * FILES * FILE.length) / MEGABYTE)} MB of uploads.`;
  return [row('upload documents, form', median(rates.form), grown), row('upload documents, base64', median(rates.json))];
}

/** Megabytes of files per second. */
async function rateOf(handle: (index: number) => Promise<void>): Promise<number> {
  const indices = Array.from({ length: FILES }, (_, index) => index).values();
  const work = async (): Promise<void> => {
    for (const index of indices) await handle(index);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return (FILES * FILE.length) / MEGABYTE / ((performance.now() - start) / 1_000);
}

async function uploadForm({ url, headers }: MeasuredService): Promise<void> {
  const body = new FormData();
  body.set('file', new Blob([FILE]), 'a.pdf');
  await expectCreated(await fetch(`${url}/api/documents/`, { method: 'POST', headers: { authorization: headers.authorization ?? '' }, body }));
}

async function uploadJson({ url, headers }: MeasuredService, body: string): Promise<void> {
  await expectCreated(await fetch(`${url}/api/documents/`, { method: 'POST', headers, body }));
}

async function expectCreated(answer: Response): Promise<void> {
  if (answer.status !== 201) throw new Error(`An upload was answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function writeFlushed(path: string): Promise<void> {
  const file = await open(path, 'w');
  await file.writeFile(FILE);
  await file.sync();
  await file.close();
}
