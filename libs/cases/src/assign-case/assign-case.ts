import { z } from 'zod';
import { assignment, type FoundMember } from '../case.assignee.js';
import type { CaseEvent } from '../case.events.js';
import { caseArchived, requireCase } from '../case.require.js';
import type { CaseState } from '../case.state.js';

/** The body of `POST /api/cases/{id}/assign/`; contract, section 5. */
export const assignCaseInput = z
  .object({ assignee: z.email().max(254).nullable().meta({ description: 'E-mail address of a member; null for nobody.' }) })
  .meta({ id: 'AssignCase', example: { assignee: 'grace@example.com' } });

/** The body of `POST /api/cases/{id}/assign/`, checked. */
export type AssignCaseInput = z.output<typeof assignCaseInput>;

/** Gives a case to a member, or takes it from everybody; whoever has it already keeps it. */
export function decideAssignCase(member: FoundMember, before: CaseState | undefined): readonly CaseEvent[] {
  const state = requireCase(before);
  const event = assignment(member);
  if (state.assignee_id === (member?.id ?? null)) return [];
  if (state.archived) throw caseArchived();
  return [event];
}
