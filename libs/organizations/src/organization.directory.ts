import {
  type EventStore,
  type Logger,
  type Position,
  type RecordedEvent,
  runSubscription,
  type RunningSubscription,
  systemTimer,
  type Timer,
} from '#event-sourcing';
import { type ClientDirectory, type ClientRecord } from '#http';
import { type MasterKey, Sealer } from '#platform';
import { organizationAggregate, type OrganizationState } from './organization.state.js';
import { openProducerSecret } from './producer-secret.js';
import type { ProducerRecord } from './producer.record.js';
import { openWebhookSecret } from './webhook-secret.js';

const FILTER = { categories: [organizationAggregate.category] };

/** Every organization, in memory: few, small, and asked about on every request. Follows the log of its own accord. */
export class OrganizationDirectory implements ClientDirectory {
  readonly #organizations = new Map<string, OrganizationState>();
  readonly #clients = new Map<string, ClientRecord>();
  /** The organization of each producer. */
  readonly #producers = new Map<string, string>();
  readonly #sealer: Sealer;
  readonly #stopping = new AbortController();
  #position: Position | undefined;
  #subscription: RunningSubscription | undefined;

  constructor(
    private readonly store: EventStore,
    masterKey: MasterKey,
    private readonly logger: Logger,
    private readonly timer: Timer = systemTimer,
  ) {
    this.#sealer = new Sealer(masterKey);
  }

  /**
   * Resolves when it knows everything that was in the log at this moment; while the store does not answer, that is waited for.
   * @param signal ends the waiting.
   * @throws UnsealError when a webhook secret was sealed with another master key than this installation's.
   */
  async start(signal?: AbortSignal): Promise<void> {
    const caughtUp = Promise.withResolvers<undefined>();
    const give = (): void => {
      caughtUp.resolve(undefined);
    };
    signal?.addEventListener('abort', give, { once: true });
    if (signal?.aborted) give();
    // A subscription and no page of the log: it is the store that looks for the few events of organizations among all.
    this.#subscription = runSubscription({
      name: 'organization-directory',
      store: this.store,
      filter: FILTER,
      checkpoint: {
        load: async () => {
          // Of an empty log nobody says that its end is reached.
          if ((await this.store.head()) === undefined) give();
          return this.#position;
        },
      },
      handle: async ({ events, position, live }) => {
        this.apply(events);
        this.comeTo(position);
        if (live) give();
      },
      signal: this.#stopping.signal,
      logger: this.logger,
      timer: this.timer,
    });
    await caughtUp.promise;
    await Promise.all([...this.#organizations.keys()].map((org) => this.of(org)));
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

  /** Takes in what the log holds by now. */
  private async catchUp(): Promise<void> {
    for (;;) {
      const events = await this.store.readAll({ filter: FILTER, ...(this.#position === undefined ? {} : { after: this.#position }) });
      if (events.length === 0) return;
      this.apply(events);
    }
  }

  private comeTo(position: Position): void {
    if (this.#position === undefined || position > this.#position) this.#position = position;
  }

  /** Leaves out what was applied before: the subscription and `catchUp` may both bring an event. */
  private apply(events: readonly RecordedEvent[]): void {
    for (const recorded of events) {
      if (this.#position !== undefined && recorded.position <= this.#position) continue;
      this.comeTo(recorded.position);
      const event = organizationAggregate.codec.decode(recorded);
      const { org } = event.metadata;
      const state = organizationAggregate.evolve(this.#organizations.get(org), event);
      if (state) this.#organizations.set(org, state);
      if (event.type === 'client-registered' && !this.#clients.has(event.data.client_id)) {
        const { client_id: clientId, secret_hash: secretHash, scopes } = event.data;
        this.#clients.set(clientId, { clientId, org, secretHash, scopes });
      }
      if (event.type === 'producer-registered' && !this.#producers.has(event.data.producer_id)) {
        this.#producers.set(event.data.producer_id, org);
      }
    }
  }
}
