import { hash } from 'node:crypto';
import { type DomainError, invalidField } from '#event-sourcing';
import { z } from 'zod';

/** A case's `external_id`, as clients send it. */
export const externalIdInput = z.string().min(1).max(512);

/** Another case of the organization has this `external_id`. */
export const externalIdTaken = (): DomainError =>
  invalidField('external_id', 'unique', 'A case with this external_id already exists.');

/**
 * The `external_id` of a case that came without one: a UUID of version 8 (RFC 9562) that holds the case's id in its
 * first 48 bits and a fingerprint of organization and id in the rest. Changing this changes stored data.
 *
 * It can be told from any other key without asking the store, so it needs no claim: see `generatedFor`.
 */
export function generatedExternalId(org: string, caseId: number): string {
  const id = caseId.toString(16).padStart(12, '0');
  const print = hash('sha256', `case/${org}/${caseId}`);
  return `${id.slice(0, 8)}-${id.slice(8)}-8${print.slice(0, 3)}-a${print.slice(3, 6)}-${print.slice(6, 18)}`;
}

/** The case of the organization, there or to come, whose generated key this is: it is nobody else's. Undefined for any other key. */
export function generatedFor(org: string, externalId: string): number | undefined {
  const id = Number.parseInt(externalId.slice(0, 8) + externalId.slice(9, 13), 16);
  return Number.isSafeInteger(id) && generatedExternalId(org, id) === externalId.toLowerCase() ? id : undefined;
}

/** Whether this key is the generated one of some case. */
export const isReserved = (org: string, externalId: string): boolean => generatedFor(org, externalId) !== undefined;
