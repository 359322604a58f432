import type { HistoryEntry } from '#cases';
import type { Json } from '#event-sourcing';
import type { Colours } from '../terminal.js';
import { printable } from '../text/printable.js';

/** Fields that say again what the lines above them say; `--json` has them. */
const SAID_ALREADY = /^(?:id|uuid|external_id|revision)$|(?:^|\.)(?:created_at|updated_at)$|^(?:checks\.\d+|customer)\.id$/;

/** Characters of a value that are shown. */
const LONGEST = 300;

/** What an event changed, one field a line: `outcome: – → ACCEPTED`; what was there from the start: `status: PENDING`. */
export function formatChanges({ changes, event }: HistoryEntry, { dim }: Colours): string[] {
  const opening = event === 'case-created';
  return changes
    .filter(({ field, old, new: current }) => !SAID_ALREADY.test(field) && !(old === null && saysNothing(current)))
    .map(({ field, old, new: current }) =>
      opening ? `${printable(field)}: ${shown(current)}` : `${printable(field)}: ${dim(shown(old))} → ${shown(current)}`,
    );
}

const saysNothing = (value: Json): boolean =>
  value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

function shown(value: Json): string {
  if (value === null) return '–';
  const text = printable(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}
