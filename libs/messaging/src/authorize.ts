import { DomainError } from '#event-sourcing';
import { insufficientScope, type Scope } from '#http';
import type { ProducerRecord } from '#organizations';
import type { CommandMessage } from './command-message.js';

const MINUTE = 60_000;

/** How old a command may be when it is carried out for the first time: as long as brokers keep messages by default. */
const OLDEST = 7 * 24 * 60 * MINUTE;
/** How far the clock of a producer may be ahead. */
const AHEAD = 5 * MINUTE;

/** The signature is not the producer's: whoever sent the message does not have its secret. */
export const invalidSignature = (): DomainError =>
  new DomainError('unauthenticated', 'invalid_signature', 'The signature does not fit the message and the secret of the producer.');

/**
 * Makes sure that a producer may give a command now. Its signature has been checked.
 *
 * @param now milliseconds since the Unix epoch.
 * @throws DomainError `unauthenticated` for a producer that was revoked, and for a command that is too old or from the
 *   future; `forbidden` for one without the scope.
 */
export function authorize(command: Pick<CommandMessage, 'time'>, producer: ProducerRecord, scope: Scope, now: number): void {
  if (producer.revoked) throw new DomainError('unauthenticated', 'producer_revoked', 'The producer was revoked.');
  const age = now - Date.parse(command.time);
  if (age > OLDEST || age < -AHEAD) {
    throw new DomainError(
      'unauthenticated',
      'signature_expired',
      'The command was signed more than 7 days ago, or is more than 5 minutes ahead of time.',
    );
  }
  if (!producer.scopes.has(scope)) throw insufficientScope(scope);
}
