import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { casesProjection } from '#cases';
import { type EventStore, type Projection, Projector, silentLogger } from '#event-sourcing';
import { openEventStore } from '#event-store';
import { openReadStore } from '#read-store/engines';
import type { BenchRow } from './bench-row.js';
import { writeHistory } from './case-history.js';
import { median } from './statistics.js';

const projection: Projection = casesProjection;
const CASES = 12_500;
const RUNS = 3;
const EVENTS_PER_SECOND = 60_000;
const RATIO = 0.15;

/** (c) How fast a read model is rebuilt, against reading and parsing the same events. */
export async function projectionBench(): Promise<BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), 'casetrail-bench-'));
  const events = await openEventStore(`sqlite:${join(directory, 'events.db')}`);
  try {
    await writeHistory(events, CASES);
    // Once to warm up: a projector is a process that runs for days.
    await rebuildRate(events, `sqlite:${join(directory, 'warm-up.db')}`);
    const [reads, rebuilds]: [number[], number[]] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      reads.push(await readRate(events));
      rebuilds.push(await rebuildRate(events, `sqlite:${join(directory, `reads-${run}.db`)}`));
    }
    const [value, baseline] = [median(rebuilds), median(reads)];
    const ratio = value / baseline;
    return [
      {
        name: `rebuild of ${projection.name}, against reading the log`,
        value,
        unit: 'events/s',
        baseline,
        ratio,
        target: RATIO,
        met: ratio >= RATIO && value >= EVENTS_PER_SECOND,
      },
    ];
  } finally {
    await events.close();
    rmSync(directory, { recursive: true });
  }
}

/** Events per second that are read and parsed. */
async function readRate(events: EventStore): Promise<number> {
  const begun = performance.now();
  let read = 0;
  for await (const batch of events.subscribe({ filter: { categories: Object.keys(projection.sources) }, batchSize: 2_000 })) {
    read += batch.events.length;
    if (batch.live) break;
  }
  return (read * 1_000) / (performance.now() - begun);
}

/** Events per second that are projected into an empty read store, from the start of the projector until queries see them. */
async function rebuildRate(events: EventStore, url: string): Promise<number> {
  const store = await openReadStore(url);
  const head = await events.head();
  const projector = new Projector({ projection, events, store, logger: silentLogger });
  const stop = new AbortController();
  const begun = performance.now();
  const ended = projector.run(stop.signal);
  await projector.waitFor(head ?? '');
  const elapsed = performance.now() - begun;
  const projected = projector.status().active?.events ?? 0;
  stop.abort();
  await ended;
  await store.close();
  return (projected * 1_000) / elapsed;
}
