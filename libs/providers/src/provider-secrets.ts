import { createHmac } from 'node:crypto';
import { type CommandContext, secretBytes, uuidV5 } from '#event-sourcing';
import { type MasterKey, Sealer } from '#platform';
import type { SealedSecret } from './provider.settings.js';

/** A secret of a provider: what requests to it are signed with, or the key that it wants. */
export type SecretPurpose = 'signing' | 'api-key';

/** A secret, as it is and as an event keeps it. */
export interface MadeSecret {
  readonly secret: string;
  readonly stored: SealedSecret;
}

/** A new secret for signing requests to a provider, as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export const makeSigningSecret = (context: Pick<CommandContext, 'claim'>, provider: string): string =>
  `whsec_${secretBytes(context, `provider-secret/${provider}`, 32).toString('base64')}`;

/** Seals the secrets of providers, each for its organization and its purpose, and opens them again. */
export class ProviderSecrets {
  readonly #sealer: Sealer;
  readonly #idKey: Buffer;

  constructor(masterKey: MasterKey) {
    this.#sealer = new Sealer(masterKey);
    this.#idKey = masterKey.derive('provider-secret-ids', 32);
  }

  /** The same secret has the same id each time, though it never looks the same sealed. */
  seal(org: string, purpose: SecretPurpose, secret: string): MadeSecret {
    const secret_id = this.idOf(org, purpose, secret);
    return { secret, stored: { secret_id, sealed: this.#sealer.seal(secret, place(org, purpose, secret_id)) } };
  }

  /** @throws UnsealError when it was sealed with another master key, or for something else. */
  open(org: string, purpose: SecretPurpose, { secret_id, sealed }: SealedSecret): string {
    return this.#sealer.open(sealed, place(org, purpose, secret_id));
  }

  /**
   * Keys are thought up by others and may be short: without the master key nobody can try out which one an id belongs to.
   * Changing this changes stored data.
   */
  private idOf(org: string, purpose: SecretPurpose, secret: string): string {
    return uuidV5(createHmac('sha256', this.#idKey).update(JSON.stringify([org, purpose, secret])).digest('hex'));
  }
}

/** Changing this changes stored data. */
const place = (org: string, purpose: SecretPurpose, id: string): readonly string[] => [org, 'provider-secret', purpose, id];
