import { invalidField } from '#event-sourcing';
import { hasChildren, MAX_CHILDREN, withoutChild } from '../case.children.js';
import type { CaseEvent } from '../case.events.js';
import type { CaseState } from '../case.state.js';
import type { CheckState } from '../check.state.js';
import type { Shareholder } from '../shareholder.js';

type ChildrenPlanned = Extract<CaseEvent, { type: 'child-cases-planned' }>;

/** What was found out before the decision: what children are made by from now on, and ids that nobody else has. */
export interface ChildReservations {
  readonly config: ChildrenPlanned['data']['case_config'];
  /** One for each shareholder; those that are not needed are gaps. */
  readonly ids: readonly { readonly customer_id: number; readonly case_id: number }[];
}

/** The cases of those shareholders who have none yet; undefined where there is nobody, or the case has no children. */
export function planChildren(
  state: CaseState,
  check: CheckState,
  shareholders: readonly Shareholder[] | null,
  reserved: ChildReservations | undefined,
): ChildrenPlanned | undefined {
  if (shareholders === null || !hasChildren(state, check)) return undefined;
  const places = withoutChild(shareholders, state.children);
  if (places.length === 0) return undefined;
  if (state.completed_at !== null) {
    throw invalidField('shareholders', 'case_finished', 'The case is finished: it takes no more shareholders.');
  }
  if (state.children.length + places.length > MAX_CHILDREN) {
    throw invalidField('shareholders', 'too_many_shareholders', `A case has no more than ${MAX_CHILDREN} shareholders.`);
  }
  const children = places.map((shareholder, index) => {
    const ids = reserved?.ids[index];
    if (!ids) throw new Error(`Case ${state.org}.${state.id} plans children for whom no ids were kept.`);
    return { shareholder, ...ids };
  });
  if (!reserved) throw new Error(`Case ${state.org}.${state.id} plans children by no config.`);
  return { type: 'child-cases-planned', data: { check_id: check.id, case_config: reserved.config, children } };
}
