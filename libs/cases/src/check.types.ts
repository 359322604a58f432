import { z } from 'zod';

/** What a check can be about; contract, section 6. */
export const checkType = z.enum([
  'PEP',
  'SANCTION',
  'BLACKLIST',
  'ADVERSE_MEDIA',
  'IDV',
  'WEB_PRESENCE',
  'UBO_RESOLUTION',
  'THREE_MONTHS_BANK_STATEMENT',
  'INCORPORATION_DOC',
  'PROOF_OF_ADDRESS',
  'PROOF_OF_FUNDS',
  'SIGNATURE_AUTH',
  'FINANCIAL_STATEMENTS',
  'UNDERWRITING',
  'TRANSACTION_MONITORING',
  'SIGNING_AUTHORITY',
  'BANK_STATEMENT',
  'BALANCE_SHEETS',
  'INCOME_STATEMENTS',
  'TAX_DOCUMENTS',
  'AUTHORIZATION_FORM',
  'ARTICLES_OF_ASSOCIATION',
  'COMMERCIAL_EXTRACT',
  'ONBOARDING_FORM',
  'SHAREHOLDER_LIST',
  'EDD_QUESTIONNAIRE',
  'USER_RISK_REPORT',
  'INCORPORATION_DOCUMENT',
  'MEETING_MINUTES',
  'PROOF_OF_IDENTITY',
  'SOURCE_OF_FUNDS',
  'NAME_CHECK',
  'RDC_VERIFICATION',
  'KYB_PROOF_OF_IDENTITY',
  'KYB_BANK_STATEMENT',
  'KYB_PROOF_OF_ADDRESS',
  'KYB_TAX_DOCUMENTS',
  'CLEAN_SCREENING',
  'CRA',
]);

/** What a check can be about; null where that is not said. */
export type CheckType = z.output<typeof checkType>;

/** By what an organization knows whoever carries out checks for it. */
export const providerName = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
  error: 'Enter 1 to 40 lower-case letters, digits and hyphens.',
});

/** What a check, and the case with it, can come to. PENDING is a decision too: somebody has to look again. */
export const outcome = z.enum(['ACCEPTED', 'REJECTED', 'PENDING']);

/** What a check, and the case with it, can come to. */
export type Outcome = z.output<typeof outcome>;

/** A check's life: contract, section 6. */
export type CheckStatus = 'PENDING' | 'DECIDING' | 'DECIDED' | 'SUBMITTED' | 'SKIPPED' | 'ERROR';

/** How sure a check is that something is wrong: 0 not at all, 1 entirely. */
export const riskScore = z.number().min(0).max(1);
