import type { JsonObject } from '#event-sourcing';
import { presentCase } from '../case.versions.js';
import { type CaseOrCustomerEvent, isCustomerEvent, replayCase } from '../case.replay.js';
import { type FieldChange, fieldChanges } from './field-changes.js';

/** One thing that happened to a case, or to its customer while the case was there. */
export interface HistoryEntry {
  /** The number of the event in its stream, from 0. */
  readonly number: number;
  readonly source: 'case' | 'customer';
  readonly event: string;
  readonly event_id: string;
  readonly occurred_at: string;
  readonly actor: string;
  readonly on_behalf_of: string | null;
  /** The command that led to the event, what led to that command, and the request that started it all. */
  readonly command_id: string;
  readonly causation_id: string;
  readonly correlation_id: string;
  /** What the event changed in the case as the API shows it, and in what became of its outcome in other systems. */
  readonly changes: readonly FieldChange[];
}

/** The history of a case: its own events, and those of its customer that changed how the case is shown. */
export function caseHistory(events: readonly CaseOrCustomerEvent[]): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  let before: JsonObject | null = null;
  for (const { event, document } of replayCase(events)) {
    if (!document) {
      if (event.type === 'case-deleted') entries.push(historyEntry(event, []));
      continue;
    }
    const after = { ...presentCase(document), sync_results: document.sync_results } as unknown as JsonObject;
    const changes = fieldChanges(before, after);
    before = after;
    if (changes.length > 0 || !isCustomerEvent(event)) entries.push(historyEntry(event, changes));
  }
  return entries;
}

function historyEntry(event: CaseOrCustomerEvent, changes: readonly FieldChange[]): HistoryEntry {
  const { metadata } = event;
  return {
    number: event.revision,
    source: isCustomerEvent(event) ? 'customer' : 'case',
    event: event.type,
    event_id: event.id,
    occurred_at: metadata.occurred_at,
    actor: metadata.actor,
    on_behalf_of: metadata.on_behalf_of ?? null,
    command_id: metadata.command_id,
    causation_id: metadata.$causationId,
    correlation_id: metadata.$correlationId,
    changes,
  };
}
