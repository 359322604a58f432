import { notFound } from '#event-sourcing';
import type { CaseState } from './case.state.js';
import type { CaseDocument } from './case.view.js';
import type { CheckState } from './check.state.js';

/**
 * A case and one of its checks.
 * @throws DomainError `check_not_found` when the case has no such check (any more), or there is no such case.
 */
export function findCheck(state: CaseState | undefined, checkId: number): { readonly state: CaseState; readonly check: CheckState } {
  const check = state?.checks.find(({ id, deleted_at }) => id === checkId && deleted_at === null);
  if (!state || !check) throw notFound('check');
  return { state, check };
}

/** A check together with its case. */
export interface CheckOfCase {
  readonly check: CheckState;
  readonly document: CaseDocument;
}

/**
 * One of the checks of a case, together with the case.
 * @throws DomainError `check_not_found`
 */
export const checkOfCase = (document: CaseDocument, checkId: number): CheckOfCase => ({ check: findCheck(document, checkId).check, document });
