import { hash } from 'node:crypto';

/**
 * The `external_id` of a case that came without one: a UUID of version 8 (RFC 9562) that holds the case's id in its
 * first 48 bits and a fingerprint of organization and id in the rest. Changing this changes stored data.
 *
 * It can be told from any other key without asking the store, so it needs no claim: see `isReserved`.
 */
export function generatedExternalId(org: string, caseId: number): string {
  const id = caseId.toString(16).padStart(12, '0');
  const print = hash('sha256', `case/${org}/${caseId}`);
  return `${id.slice(0, 8)}-${id.slice(8)}-8${print.slice(0, 3)}-a${print.slice(3, 6)}-${print.slice(6, 18)}`;
}

/** Whether this key is the generated one of some case of the organization, which is there or may come: nobody else's. */
export function isReserved(org: string, externalId: string): boolean {
  const id = Number.parseInt(externalId.slice(0, 8) + externalId.slice(9, 13), 16);
  return Number.isSafeInteger(id) && generatedExternalId(org, id) === externalId.toLowerCase();
}
