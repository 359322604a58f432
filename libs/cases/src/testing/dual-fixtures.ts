import type { Blueprint } from '#configs';
import type { CaseEvent } from '../case.events.js';
import { checkId } from '../check-ids.js';
import { shareholdersFrom, shareholdersInput } from '../shareholder.js';
import { aCase } from './case-fixtures.js';

type Of<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;

/** A dual config with a check that names shareholders, and one that does not. */
export const DUAL: Blueprint = {
  slug: 'onboarding',
  version: 4,
  customer_type: null,
  checks: [
    { check_type: 'UBO_RESOLUTION', input_details: null, provider: null, required: true },
    { check_type: 'PEP', input_details: null, provider: null, required: true },
  ],
  outcome_rules: null,
  dual: { kyb: { slug: 'kyb', version: 2 }, kyc: 'kyc' },
};

/** Ids that are kept for so many children: cases 101, 102, … of customers 201, 202, …. */
export const reserved = (count: number, from = 1) => ({
  config: { slug: 'kyc', version: 3 },
  ids: Array.from({ length: count }, (_, index) => ({ customer_id: 200 + from + index, case_id: 100 + from + index })),
});

/** Events for specs of case 1 of customer 5, made by the dual config above. */
export const aDualCase = {
  created: (data: Partial<Of<'case-created'>['data']> = {}): CaseEvent =>
    aCase.created(0, {
      case_config: DUAL.slug,
      pinned_config: { version: DUAL.version, outcome_rules: null, dual: DUAL.dual },
      document_ids: [9],
      checks: DUAL.checks.map((check, index) => ({ ...check, check_id: checkId(1, index), document_ids: [], delete_after: -1 })),
      ...data,
    }),
  started: (): CaseEvent[] => [
    { type: 'case-started', data: {} },
    ...DUAL.checks.map(({ check_type }, index): CaseEvent => ({
      type: 'check-requested',
      data: { customer_id: 5, check_id: checkId(1, index), check_type },
    })),
  ],
  /** The check that names shareholders, decided. */
  resolved: (...shareholders: readonly object[]): CaseEvent => ({
    type: 'check-decided',
    data: { ...(aCase.decided(0, 'ACCEPTED') as Of<'check-decided'>).data, shareholders: shareholdersFrom(shareholdersInput.parse(shareholders)) },
  }),
  /** Cases for the shareholders in these places, the first of them case 100 + `from`. */
  planned: (places: readonly number[], from = 1): CaseEvent => ({
    type: 'child-cases-planned',
    data: {
      check_id: checkId(1, 0),
      case_config: { slug: 'kyc', version: 3 },
      children: places.map((shareholder, index) => ({ shareholder, customer_id: 200 + from + index, case_id: 100 + from + index })),
    },
  }),
  childCompleted: (case_id: number): CaseEvent => ({ type: 'child-case-completed', data: { case_id } }),
};
