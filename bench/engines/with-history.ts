import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '#event-sourcing';
import { openEventStore } from '#event-store';
import { writeHistory } from '../case-history.js';

/** A log that is read several times as fast as any of the engines takes what follows from it: the embedded engine, in this process. */
export interface History {
  readonly events: EventStore;
  /** How many events it holds. */
  readonly count: number;
}

/** Does some work with a log of the lives of this many cases. */
export async function withHistory<T>(cases: number, work: (history: History) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'casetrail-bench-'));
  const events = await openEventStore(`sqlite:${join(directory, 'events.db')}`);
  try {
    return await work({ events, count: await writeHistory(events, cases) });
  } finally {
    await events.close();
    rmSync(directory, { recursive: true });
  }
}
