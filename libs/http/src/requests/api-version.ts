import { invalidField } from '#event-sourcing';

/** The versions of the API that are served; the last one is what a request gets that asks for none. */
const SERVED = ['3'] as const;

/** The version that every answer carries in `Casetrail-Version`. */
export const API_VERSION = SERVED[0];

/** @throws DomainError `invalid` when a version is asked for that is not served. */
export function checkApiVersion(asked: string | string[] | undefined): void {
  if (asked === undefined || asked === API_VERSION) return;
  throw invalidField('Casetrail-Version', 'unknown_version', `This version is not served. Served: ${SERVED.join(', ')}.`);
}
