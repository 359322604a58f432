import type { CaseBody } from '../support/api-bodies.js';
import type { Answer } from '../support/api-client.js';
import type { Intent, LedgerAnswer } from './ledger.js';

/** The request that asks for this. */
export function requestOf(intent: Intent): { readonly path: string; readonly json: object } {
  switch (intent.kind) {
    case 'create':
      return {
        path: '/api/cases/',
        json: {
          external_id: intent.externalId ?? null,
          customer: intent.customer,
          checks: intent.checkTypes.map((check_type) => ({ check_type })),
          auto_start: intent.autoStart,
          webhook_url: intent.webhookUrl ?? null,
          metadata: { key: intent.key },
        },
      };
    case 'start':
      return { path: `/api/cases/${intent.caseId}/start/`, json: {} };
    case 'decide':
      return { path: `/api/checks/${intent.checkId}/decide/`, json: { outcome: intent.outcome, risk_score: intent.riskScore, note: intent.key } };
    case 'skip':
    case 'fail':
      return { path: `/api/checks/${intent.checkId}/${intent.kind}/`, json: { reason: intent.key } };
  }
}

/** The answers that there may be: 400 where a key is taken, 409 where too many write to one customer at the same time. */
export const EXPECTED: Readonly<Record<Intent['kind'], readonly number[]>> = {
  create: [201, 400, 409],
  start: [200, 202],
  decide: [200],
  skip: [200],
  fail: [200],
};

/** What the ledger keeps of an answer. */
export function ledgerAnswer(intent: Intent, { status, body }: Answer): LedgerAnswer {
  if (intent.kind !== 'create' || status !== 201) return { status };
  const { id: caseId, customer, external_id: externalId, revision } = body as CaseBody;
  return { status, created: { caseId, customerId: customer.id, externalId, revision } };
}
