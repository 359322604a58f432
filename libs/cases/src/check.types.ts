import type { Outcome } from '#check-types';

export { checkType, type CheckType, outcome, type Outcome, providerName, riskScore } from '#check-types';

/** Any of these outcomes; null stands for none yet. */
export type OutcomeFilter = readonly (Outcome | null)[];

/** A check's life: contract, section 6. */
export type CheckStatus = 'PENDING' | 'DECIDING' | 'DECIDED' | 'SUBMITTED' | 'SKIPPED' | 'ERROR';
