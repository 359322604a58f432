import { DomainError, invalidField } from '#event-sourcing';
import { z } from 'zod';
import type { CaseEvent } from '../case.events.js';
import type { CaseState } from '../case.state.js';
import { MAX_CHECKS } from '../check-ids.js';
import { addedCheck, checkInput } from '../check.input.js';

/** The body of `POST /api/checks/`; contract, section 6. */
export const addCheckInput = z
  .object({ case_id: z.int().positive(), ...checkInput.shape })
  .meta({ id: 'AddCheck', example: { case_id: 1, check_type: 'ADVERSE_MEDIA' } });

/** The body of `POST /api/checks/`, checked. */
export type AddCheckInput = z.output<typeof addCheckInput>;

/**
 * Adds a check to a case that is not complete; where the case runs, the check is asked for at once.
 *
 * @param planned the id that the check is to have, where documents were claimed for it.
 * @throws DomainError `unavailable` when another check has that id by now.
 */
export function decideAddCheck(input: AddCheckInput, state: CaseState | undefined, planned?: number): readonly CaseEvent[] {
  if (!state) throw invalidField('case_id', 'does_not_exist', `Invalid pk "${input.case_id}" - object does not exist.`);
  if (state.completed_at !== null) throw invalidField('case_id', 'case_finished', 'The case is finished: it takes no more checks.');
  if (state.checks.length >= MAX_CHECKS) {
    throw invalidField('case_id', 'too_many_checks', `A case has no more than ${MAX_CHECKS} checks.`);
  }
  const check = addedCheck(state.id, state.checks.length, input);
  const { customer_id } = state;
  const { check_id, check_type } = check;
  if (planned !== undefined && check_id !== planned) {
    throw new DomainError('unavailable', 'another_check_was_added', 'Another check was added at the same time. Please try again.');
  }
  const added: CaseEvent = { type: 'check-added', data: { customer_id, check } };
  return state.started_at === null ? [added] : [added, { type: 'check-requested', data: { customer_id, check_id, check_type } }];
}
