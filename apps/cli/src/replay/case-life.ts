import { type CaseDocument, caseHistory, type CaseOrCustomerEvent, type HistoryEntry, replayCase } from '#cases';
import { describeEvent } from './describe-event.js';

/** One thing that happened to a case, as the history tells it, and in plain words. */
export interface LifeEntry extends HistoryEntry {
  readonly description: string;
  /** Milliseconds since the entry before; null for the first. */
  readonly delay_ms: number | null;
}

/** A case's life up to a moment. */
export interface CaseLife {
  readonly entries: readonly LifeEntry[];
  /** The case after the last entry; of a deleted one, as it was before that. */
  readonly end: CaseDocument;
}

/** The life that events of a case and its customer, in the order of the log, make; undefined when they make no case. */
export function caseLife(events: readonly CaseOrCustomerEvent[]): CaseLife | undefined {
  const histories = new Map(caseHistory(events).map((entry) => [entry.event_id, entry]));
  const entries: LifeEntry[] = [];
  let before: CaseDocument | undefined;
  for (const { event, document: after } of replayCase(events)) {
    const shown = after ?? before;
    const entry = histories.get(event.id);
    if (entry && shown) {
      const last = entries.at(-1);
      const delay_ms = last ? Date.parse(entry.occurred_at) - Date.parse(last.occurred_at) : null;
      entries.push({ ...entry, description: describeEvent(event, { before, after: shown }), delay_ms });
    }
    before = shown;
  }
  return before && { entries, end: before };
}
