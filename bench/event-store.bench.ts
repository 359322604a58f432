import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStore, isoTime, type NewEvent } from '#event-sourcing';
import { openSqliteEventStore } from '#event-store';
import type { BenchRow } from './bench-row.js';
import { type BenchAppend, plainInserts } from './plain-inserts.js';
import { median } from './statistics.js';

/** Events that every writer appends in a round, one per append. */
const EVENTS_PER_ROUND: Readonly<Record<number, number>> = { 1: 150, 64: 30 };
const ROUNDS = 31;
const TARGET = 0.7;

/** Events in a stream: about as many as a case has. */
const STREAM_LENGTH = 8;

/**
 * Appends per second of the event store against a loop of plain inserts: the same events, made JSON of on the way, into a
 * table with the one index that streams need, flushed as often. The two take turns in short rounds, on files side by
 * side, so that whatever else the machine does hits both.
 */
export async function eventStoreBench(): Promise<BenchRow[]> {
  return [await compare(1), await compare(64)];
}

async function compare(writers: number): Promise<BenchRow> {
  const directory = mkdtempSync(join(tmpdir(), 'casetrail-bench-'));
  const store = openSqliteEventStore({ path: join(directory, 'events.db') });
  const plain = plainInserts(join(directory, 'plain.db'));
  const count = EVENTS_PER_ROUND[writers] ?? 0;
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const work = Array.from({ length: writers }, (_, writer) => appendsOf(writer, round * count, count));
    const turns = [
      async () => ours.push(await perSecond(writers * count, () => appendAll(store, work))),
      async () => theirs.push(await perSecond(writers * count, async () => { insertAll(plain, work, count); })),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  await store.close();
  plain.close();
  rmSync(directory, { recursive: true });

  const [value, baseline] = [median(ours), median(theirs)];
  const name = `event store: append, ${writers} ${writers === 1 ? 'writer' : 'writers'}`;
  return { name, value, unit: 'events/s', baseline, ratio: value / baseline, target: TARGET, met: value / baseline >= TARGET };
}

/** Every writer goes on as soon as its append was answered. */
async function appendAll(store: EventStore, work: readonly (readonly BenchAppend[])[]): Promise<void> {
  await Promise.all(
    work.map(async (appends) => {
      for (const { stream, revision, event } of appends) await store.append(stream, revision === 0 ? 'no-stream' : revision - 1, [event]);
    }),
  );
}

/** One transaction for what the writers have under way at the same time. */
function insertAll(plain: ReturnType<typeof plainInserts>, work: readonly (readonly BenchAppend[])[], count: number): void {
  for (let index = 0; index < count; index++) plain.insert(work.flatMap((appends) => appends[index] ?? []));
}

async function perSecond(events: number, run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (events / (performance.now() - start)) * 1_000;
}

function appendsOf(writer: number, from: number, count: number): BenchAppend[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    return { stream: `case-acme.${writer}-${Math.floor(number / STREAM_LENGTH)}`, revision: number % STREAM_LENGTH, event: someEvent() };
  });
}

/** About 300 bytes of data and 300 bytes of metadata. */
const someEvent = (): NewEvent => ({
  id: randomUUID(),
  type: 'case-created',
  data: {
    customer_id: 4_711,
    customer_type: 'KYC',
    external_id: randomUUID(),
    webhook_url: 'https://onboarding.example.com/webhooks/casetrail',
    checks: [{ check_type: 'PEP', required: true }, { check_type: 'SANCTION', required: true }],
    note: 'Returning customer, moved from Tallinn to Zürich in the spring.',
  },
  metadata: {
    org: 'acme',
    actor: `client:${randomUUID()}`,
    command_id: randomUUID(),
    schema_version: 1,
    occurred_at: isoTime(Date.now()),
    $correlationId: randomUUID(),
    $causationId: randomUUID(),
  },
});
