import { DomainError } from './errors.js';
import { StoreUnavailableError, UnknownOutcomeError } from './event-store.js';

/** The code with which the command runner gives up a decision that others kept overtaking. */
export const TOO_MANY_WRITERS = 'too_many_writers';

/**
 * Whether an error says nothing about what was to be done, only that it could not be done now: a store does not answer,
 * or others kept writing first. It is worth trying again, for as long as it takes.
 */
export const isOutage = (error: unknown): boolean =>
  error instanceof StoreUnavailableError ||
  error instanceof UnknownOutcomeError ||
  (error instanceof DomainError && (error.kind === 'unavailable' || error.code === TOO_MANY_WRITERS));
