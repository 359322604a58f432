import { randomBytes } from 'node:crypto';
import { uuidV5 } from '#event-sourcing';
import type { Sealer } from '#platform';
import type { SealedSecret } from './provider.settings.js';

/** A secret of a provider: what requests to it are signed with, or the key that it wants. */
export type SecretPurpose = 'signing' | 'api-key';

/** A secret, as it is and as an event keeps it. */
export interface MadeSecret {
  readonly secret: string;
  readonly stored: SealedSecret;
}

/** A new secret for signing, as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export const makeSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Seals a provider's secret for its organization and its purpose. */
export function sealProviderSecret(sealer: Sealer, org: string, purpose: SecretPurpose, secret: string): MadeSecret {
  const id = uuidV5(`provider-secret/${org}/${purpose}/${secret}`);
  return { secret, stored: { secret_id: id, sealed: sealer.seal(secret, place(org, purpose, id)) } };
}

/** @throws UnsealError when it was sealed with another master key, or for something else. */
export const openProviderSecret = (sealer: Sealer, org: string, purpose: SecretPurpose, secret: SealedSecret): string =>
  sealer.open(secret.sealed, place(org, purpose, secret.secret_id));

/** Changing this changes stored data. */
const place = (org: string, purpose: SecretPurpose, id: string): readonly string[] => [org, 'provider-secret', purpose, id];
