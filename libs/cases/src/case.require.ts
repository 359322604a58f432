import { conflict, type DomainError, notFound } from '#event-sourcing';
import type { CaseState } from './case.state.js';

/**
 * The case that a command is about.
 * @throws DomainError `case_not_found`
 */
export function requireCase(state: CaseState | undefined): CaseState {
  if (!state) throw notFound('case');
  return state;
}

/** What an archived case came to stays. */
export const caseArchived = (): DomainError => conflict('case_archived', 'The case is archived: another case has taken its place.');

/**
 * The case that a command is about, where an archived one is left as it is.
 * @throws DomainError `case_not_found`, `case_archived`
 */
export function requireOpenCase(state: CaseState | undefined): CaseState {
  const found = requireCase(state);
  if (found.archived) throw caseArchived();
  return found;
}
