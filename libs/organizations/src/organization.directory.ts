import { type Clock, type EventStore, type Logger, type Recorded, systemClock, type Timer } from '#event-sourcing';
import { type ClientDirectory, type ClientRecord } from '#http';
import { type MasterKey, Sealer } from '#platform';
import { LogMemory } from './log-memory.js';
import type { OrganizationEvent } from './organization.events.js';
import { organizationAggregate, type OrganizationState } from './organization.state.js';
import { openProducerSecret } from './producer-secret.js';
import type { ProducerRecord } from './producer.record.js';
import { openWebhookSecret, signs } from './webhook-secret.js';

/** What a directory of organizations goes by; the machine's own unless a test brings another. */
export interface OrganizationDirectoryOptions {
  readonly timer?: Timer;
  /** Says which webhook secrets have ended. */
  readonly clock?: Clock;
}

/** Every organization, in memory: few, small, and asked about on every request. */
export class OrganizationDirectory extends LogMemory<OrganizationState | undefined, OrganizationEvent> implements ClientDirectory {
  readonly #organizations = new Map<string, OrganizationState>();
  readonly #clients = new Map<string, ClientRecord>();
  /** The organization of each producer. */
  readonly #producers = new Map<string, string>();
  readonly #sealer: Sealer;
  readonly #clock: Clock;

  constructor(store: EventStore, masterKey: MasterKey, logger: Logger, { timer, clock = systemClock }: OrganizationDirectoryOptions = {}) {
    super({ name: 'organization-directory', store, aggregate: organizationAggregate, logger, timer });
    this.#clock = clock;
    this.#sealer = new Sealer(masterKey);
  }

  /**
   * Resolves when it knows everything that was in the log at this moment; while the store does not answer, that is waited for.
   * @param signal ends the waiting.
   * @throws UnsealError when a webhook secret was sealed with another master key than this installation's.
   */
  override async start(signal?: AbortSignal): Promise<void> {
    await super.start(signal);
    await Promise.all([...this.#organizations.keys()].map((org) => this.of(org)));
  }

  find(clientId: string): ClientRecord | undefined {
    return this.#clients.get(clientId);
  }

  /** Every organization, the newest first. */
  all(): readonly OrganizationState[] {
    return [...this.#organizations.values()].reverse();
  }

  /**
   * The secrets that an organization's webhooks are signed with at this moment, the newest first; none for an unknown organization.
   * @throws UnsealError
   */
  async of(org: string): Promise<readonly string[]> {
    const now = this.#clock.now();
    const secrets = (this.#organizations.get(org)?.webhookSecrets ?? []).filter((secret) => signs(secret, now));
    return secrets.map((secret) => openWebhookSecret(this.#sealer, org, secret)).reverse();
  }

  /**
   * The producer of this id, with its secret; undefined when there is none. One that is not known yet is looked for in
   * the log: the first message of a new producer must not come too early.
   *
   * @throws UnsealError
   */
  async producer(producerId: string): Promise<ProducerRecord | undefined> {
    if (!this.#producers.has(producerId)) await this.catchUp();
    const org = this.#producers.get(producerId) ?? '';
    const found = this.#organizations.get(org)?.producers.find(({ producer_id: id }) => id === producerId);
    return (
      found && {
        producerId,
        org,
        scopes: new Set(found.scopes),
        secret: openProducerSecret(this.#sealer, org, found),
        revoked: found.revoked_at !== null,
      }
    );
  }

  protected override apply(event: Recorded<OrganizationEvent>): void {
    const { org } = event.metadata;
    const state = organizationAggregate.evolve(this.#organizations.get(org), event);
    if (state) this.#organizations.set(org, state);
    if (event.type === 'client-registered' && !this.#clients.has(event.data.client_id)) {
      const { client_id: clientId, secret_hash: secretHash, scopes, api_version: apiVersion } = event.data;
      this.#clients.set(clientId, { clientId, org, secretHash, scopes, apiVersion });
    }
    if (event.type === 'client-revoked' && this.#clients.get(event.data.client_id)?.org === org) this.#clients.delete(event.data.client_id);
    if (event.type === 'producer-registered' && !this.#producers.has(event.data.producer_id)) {
      this.#producers.set(event.data.producer_id, org);
    }
  }
}
