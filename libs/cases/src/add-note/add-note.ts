import { z } from 'zod';
import type { CaseEvent } from '../case.events.js';
import { requireCase } from '../case.require.js';
import type { CaseState } from '../case.state.js';

/** The body of `POST /api/cases/{id}/notes/`; contract, section 5. */
export const addNoteInput = z
  .object({ note: z.string().trim().min(1).max(10_000) })
  .meta({ id: 'AddNote', example: { note: 'The customer will send a newer extract.' } });

/** The body of `POST /api/cases/{id}/notes/`, checked. */
export type AddNoteInput = z.output<typeof addNoteInput>;

/**
 * Notes something about a case, wherever it stands. The same words may be noted twice, by two people or on two days: each
 * note is one.
 */
export function decideAddNote({ note }: AddNoteInput, state: CaseState | undefined): readonly CaseEvent[] {
  return [{ type: 'note-added', data: { customer_id: requireCase(state).customer_id, note } }];
}
