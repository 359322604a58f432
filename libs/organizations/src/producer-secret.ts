import { type CommandContext, secretBytes } from '#event-sourcing';
import type { Sealer } from '#platform';

/** A producer's secret as an event keeps it. */
export interface SealedProducerSecret {
  readonly producer_id: string;
  readonly sealed: string;
}

/** A command's new secret: 32 bytes in base64url. Its characters, as they are, are the key that messages are signed with. */
export const makeProducerSecret = (context: Pick<CommandContext, 'claim'>): string =>
  secretBytes(context, 'producer-secret', 32).toString('base64url');

/** Seals a producer's secret for its organization. */
export const sealProducerSecret = (sealer: Sealer, org: string, producerId: string, secret: string): string =>
  sealer.seal(secret, place(org, producerId));

/** @throws UnsealError when it was sealed with another master key. */
export const openProducerSecret = (sealer: Sealer, org: string, secret: SealedProducerSecret): string =>
  sealer.open(secret.sealed, place(org, secret.producer_id));

/** Changing this changes stored data. */
const place = (org: string, id: string): readonly string[] => [org, 'producer-secret', id];
