export { checkType, type CheckType, outcome, type Outcome, providerName, riskScore } from '#check-types';

/** A check's life: contract, section 6. */
export type CheckStatus = 'PENDING' | 'DECIDING' | 'DECIDED' | 'SUBMITTED' | 'SKIPPED' | 'ERROR';
