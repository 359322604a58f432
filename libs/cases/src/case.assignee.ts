import { type FieldError, invalidField } from '#event-sourcing';
import type { Member } from '#organizations';
import type { CaseEvent } from './case.events.js';
import type { CaseState } from './case.state.js';
import { unknown } from './unknown-references.js';

/** A member who was looked for by e-mail address; null when nobody was, undefined when there is no such member. */
export type FoundMember = Pick<Member, 'id' | 'email'> | null | undefined;

const NO_MEMBER = 'No member of the organization has this e-mail address.';

/** An error when there is no such member. */
export const unknownAssignee = (found: FoundMember): FieldError[] => (found === undefined ? [unknown(['assignee'], NO_MEMBER)] : []);

/**
 * Makes a case the work of this member, or of nobody.
 * @throws DomainError `does_not_exist` when there is no such member.
 */
export function assignment(found: FoundMember): CaseEvent {
  if (found === undefined) throw invalidField('assignee', 'does_not_exist', NO_MEMBER);
  return { type: 'case-assigned', data: { member_id: found?.id ?? null, assignee: found?.email ?? null } };
}

/** Makes a case that follows from another one the work of whoever works on that. */
export const handedDown = ({ assignee, assignee_id: member_id }: Pick<CaseState, 'assignee' | 'assignee_id'>): readonly CaseEvent[] =>
  member_id === null ? [] : [{ type: 'case-assigned', data: { member_id, assignee } }];
