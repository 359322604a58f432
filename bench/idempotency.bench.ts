import autocannon from 'autocannon';
import { randomUUID } from 'node:crypto';
import type { BenchRow } from './bench-row.js';
import { newCase } from './load.js';
import { untilProjected } from './create-case.bench.js';
import { type MeasuredService, startService } from './service.js';
import { median } from './statistics.js';

const ROUNDS = 3;
const SECONDS = 4;

/** How many requests are repeated in turn. */
const REPEATED = 1_000;

/** A request of the load: with which key, and with which body. */
interface Keyed {
  readonly key: string;
  readonly body: string;
}

/**
 * Repeating requests with an `Idempotency-Key` that were answered, against making the case for the first time with a key. And
 * what a key costs: the same without one.
 */
export async function idempotencyBench(): Promise<BenchRow[]> {
  const service = await startService();
  const rates = { first: [] as number[], replayed: [] as number[], without: [] as number[] };
  try {
    const repeated = Array.from({ length: REPEATED }, fresh);
    await load(service, repeated.values(), { amount: REPEATED });
    const again = function* (): Generator<Keyed> {
      for (;;) yield* repeated;
    };
    for (let round = 0; round < ROUNDS; round++) {
      rates.first.push(await load(service, always(fresh), { duration: SECONDS }));
      await untilProjected(service.url, service.headers);
      rates.without.push(await load(service, always(() => ({ ...fresh(), key: '' })), { duration: SECONDS }));
      await untilProjected(service.url, service.headers);
      rates.replayed.push(await load(service, again(), { duration: SECONDS }));
    }
  } finally {
    await service.stop();
  }
  const [first, replayed, without] = [median(rates.first), median(rates.replayed), median(rates.without)];
  return [
    { name: 'idempotent replay, 64 connections', value: replayed, unit: '/s', baseline: first, ratio: replayed / first, target: 1, met: replayed >= first, note: 'Compared with creating a case with an Idempotency-Key for the first time.' },
    { name: 'create case with an Idempotency-Key', value: first, unit: '/s', baseline: without, ratio: first / without, target: null, met: null, note: 'Compared with creating a case without a key.' },
  ];
}

const fresh = (): Keyed => ({ key: randomUUID(), body: newCase() });

function* always(make: () => Keyed): Generator<Keyed> {
  for (;;) yield make();
}

/**
 * Answers per second.
 * @throws Error when an answer is no 201.
 */
async function load(service: MeasuredService, requests: Iterator<Keyed>, until: { readonly duration: number } | { readonly amount: number }): Promise<number> {
  const result = await autocannon({
    url: service.url,
    connections: 64,
    ...until,
    requests: [
      {
        method: 'POST',
        path: '/api/cases/',
        setupRequest: (request) => {
          const { key, body } = requests.next().value as Keyed;
          return { ...request, body, headers: { ...service.headers, ...(key === '' ? {} : { 'idempotency-key': key }) } };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were errors, ${result.errors} requests got none.`);
  return result['2xx'] / result.duration;
}
