import type { CheckType } from '#check-types';
import type { DataOf } from '#event-sourcing';
import type { caseCreated, childCasesPlanned } from './case.events.js';
import type { CheckState } from './check.state.js';
import type { Shareholder } from './shareholder.js';

type Planned = DataOf<typeof childCasesPlanned>;
type Configured = Pick<DataOf<typeof caseCreated>, 'pinned_config'>;

/** The case of a shareholder, as its parent knows it: it is there, or will be. */
export interface ChildCase {
  readonly case_id: number;
  /** The id that is kept for its customer. A shareholder who was known before, by `external_id`, has another one. */
  readonly customer_id: number;
  readonly shareholder: Shareholder;
  /** What it is made by. */
  readonly case_config: Planned['case_config'];
  readonly completed: boolean;
}

/** How many children a case has at most, over all decisions. */
export const MAX_CHILDREN = 500;

/** Checks whose decisions name the shareholders of a company; contract, section 8. */
const NAMES_SHAREHOLDERS: ReadonlySet<CheckType | null> = new Set<CheckType>(['UBO_RESOLUTION', 'SHAREHOLDER_LIST']);

/** Whether the case was made by a dual config, so that shareholders of its customer get cases of their own. */
export const isDual = ({ pinned_config }: Configured): boolean => pinned_config?.dual != null;

/** Whether the shareholders that a decision on this check names get cases. */
export const hasChildren = (state: Configured, { check_type }: CheckState): boolean => isDual(state) && NAMES_SHAREHOLDERS.has(check_type);

/** The children that an event plans: its shareholders are those of the decision that stands at that moment. */
export function plannedChildren({ check_id, case_config, children }: Planned, checks: readonly CheckState[]): readonly ChildCase[] {
  const named = checks.find(({ id }) => id === check_id)?.shareholders ?? [];
  return children.flatMap(({ shareholder: index, customer_id, case_id }) => {
    const shareholder = named[index];
    return shareholder ? [{ case_id, customer_id, shareholder, case_config, completed: false }] : [];
  });
}

/**
 * Those of the shareholders (by place) for whom there is no child yet. An `external_id` stands for one person whatever the
 * name; where one of the two has none, the name does. Two of one name in one list are two, as often as the list is told.
 */
export function withoutChild(named: readonly Shareholder[], children: readonly Pick<ChildCase, 'shareholder'>[]): readonly number[] {
  const others = children.map(({ shareholder }) => shareholder);
  const foundAmongOthers = (isSame: (other: Shareholder) => boolean): boolean => {
    const index = others.findIndex(isSame);
    if (index >= 0) others.splice(index, 1);
    return index >= 0;
  };
  const unknown = [...named.entries()].filter(
    ([, { external_id: key }]) => key === null || !foundAmongOthers((other) => other.external_id === key),
  );
  return unknown
    .filter(([, { external_id: key, full_name }]) => {
      const name = comparable(full_name);
      return !foundAmongOthers((other) => (key === null || other.external_id === null) && comparable(other.full_name) === name);
    })
    .map(([index]) => index);
}

/** A name without regard to case, to how its characters are put together, and to spaces. */
const comparable = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
