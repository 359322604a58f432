/**
 * How many checks a case has at most. Ids of checks are made from it, so changing this changes stored data.
 *
 * A power of two near the contract's 100: with it an organization's first 16 million cases have checks whose ids fit
 * the signed 32 bits in which some clients keep them.
 */
export const MAX_CHECKS = 128;

/**
 * The id of a case's nth check (from 0). It says which case it belongs to, so a check is found in its case's stream
 * without asking a read model that may be behind, and nothing needs to be reserved for it.
 */
export const checkId = (caseId: number, index: number): number => caseId * MAX_CHECKS + index;

/** The case that a check belongs to. */
export const caseIdOfCheck = (id: number): number => Math.floor(id / MAX_CHECKS);

/**
 * The id of one request of a check, by the revision of the event that made it: a check that is asked for again is another
 * request. Changing this changes stored data.
 */
export const checkRequestId = (id: number, revision: number): string => `${id}.${revision}`;
