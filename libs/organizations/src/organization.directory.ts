import { type EventStore, type Logger, type Position, type RecordedEvent, runSubscription, type RunningSubscription } from '#event-sourcing';
import { type ClientDirectory, type ClientRecord } from '#http';
import { type MasterKey, Sealer } from '#platform';
import { organizationAggregate, type OrganizationState } from './organization.state.js';
import { openWebhookSecret } from './webhook-secret.js';

const FILTER = { categories: [organizationAggregate.category] };

/** Every organization, in memory: few, small, and asked about on every request. Follows the log of its own accord. */
export class OrganizationDirectory implements ClientDirectory {
  readonly #organizations = new Map<string, OrganizationState>();
  readonly #clients = new Map<string, ClientRecord>();
  readonly #sealer: Sealer;
  readonly #stopping = new AbortController();
  #position: Position | undefined;
  #subscription: RunningSubscription | undefined;

  constructor(
    private readonly store: EventStore,
    masterKey: MasterKey,
    private readonly logger: Logger,
  ) {
    this.#sealer = new Sealer(masterKey);
  }

  /**
   * Resolves when it knows everything that was in the log at this moment.
   * @throws UnsealError when a webhook secret was sealed with another master key than this installation's.
   */
  async start(): Promise<void> {
    for (;;) {
      const events = await this.store.readAll({ filter: FILTER, ...(this.#position === undefined ? {} : { after: this.#position }) });
      this.apply(events);
      this.#position = events.at(-1)?.position ?? this.#position;
      if (events.length === 0) break;
    }
    await Promise.all([...this.#organizations.keys()].map((org) => this.of(org)));
    this.#subscription = runSubscription({
      name: 'organization-directory',
      store: this.store,
      filter: FILTER,
      checkpoint: { load: async () => this.#position },
      handle: async ({ events, position }) => {
        this.apply(events);
        this.#position = position;
      },
      signal: this.#stopping.signal,
      logger: this.logger,
    });
  }

  /** Follows the log no longer. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#subscription?.ended;
  }

  find(clientId: string): ClientRecord | undefined {
    return this.#clients.get(clientId);
  }

  /**
   * The secrets that an organization's webhooks are signed with, the newest first; none for an unknown organization.
   * @throws UnsealError
   */
  async of(org: string): Promise<readonly string[]> {
    const secrets = this.#organizations.get(org)?.webhookSecrets ?? [];
    return secrets.map((secret) => openWebhookSecret(this.#sealer, org, secret)).reverse();
  }

  private apply(events: readonly RecordedEvent[]): void {
    for (const recorded of events) {
      const event = organizationAggregate.codec.decode(recorded);
      const { org } = event.metadata;
      const state = organizationAggregate.evolve(this.#organizations.get(org), event);
      if (state) this.#organizations.set(org, state);
      if (event.type === 'client-registered' && !this.#clients.has(event.data.client_id)) {
        const { client_id: clientId, secret_hash: secretHash, scopes } = event.data;
        this.#clients.set(clientId, { clientId, org, secretHash, scopes });
      }
    }
  }
}
