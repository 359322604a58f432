import type { IntentOf } from './ledger.js';
import { pick, type Random } from './random.js';

const CHECK_TYPES = ['PEP', 'SANCTION', 'IDV', 'ADVERSE_MEDIA'];
/** Keys that several clients try to have. */
const CONTESTED = Array.from({ length: 300 }, (_, index) => `contested-${index}`);
/** Opens some case for one of so many customers, and names the customer anew. */
export function creation(key: string, { webhookUrl, customers, random }: { readonly webhookUrl: string; readonly customers: number; readonly random: Random }): IntentOf<'create'> {
  const externalId = externalIdFor(key, random);
  return {
    kind: 'create',
    key,
    ...(externalId === undefined ? {} : { externalId }),
    customer: { external_id: `customer-${Math.floor(random() * customers)}`, full_name: `Name ${key}` },
    checkTypes: CHECK_TYPES.slice(0, 1 + Math.floor(random() * 3)),
    autoStart: random() < 0.8,
    ...(random() < 0.8 ? { webhookUrl } : {}),
  };
}

/** Two in five cases come without one, one in five wants one that others want too. */
function externalIdFor(key: string, random: Random): string | undefined {
  const choice = random();
  if (choice < 0.4) return undefined;
  return choice < 0.8 ? `own-${key}` : pick(CONTESTED, random);
}

/** Decides a check somehow. */
export function decision(target: Pick<IntentOf<'decide'>, 'key' | 'caseId' | 'checkId'>, random: Random): IntentOf<'decide'> {
  const outcome = pick(['ACCEPTED', 'ACCEPTED', 'REJECTED', 'PENDING'] as const, random);
  return { kind: 'decide', ...target, outcome, riskScore: Math.round(random() * 100) / 100 };
}
