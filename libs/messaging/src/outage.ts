import { DomainError, StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';

/**
 * Whether an error says nothing about the command, only that it could not be carried out now: a store does not answer, or
 * others kept writing first. The message is handled again, for as long as it takes.
 */
export const isOutage = (error: unknown): boolean =>
  error instanceof StoreUnavailableError ||
  error instanceof UnknownOutcomeError ||
  (error instanceof DomainError && (error.kind === 'unavailable' || error.code === TOO_MANY_WRITERS));

/** What the command runner says when it gives up a decision that others kept overtaking. */
const TOO_MANY_WRITERS = 'too_many_writers';
