import { type Aggregate, type DataOf, type Recorded, streamName } from '#event-sourcing';
import {
  type clientRegistered,
  organizationCodec,
  type OrganizationEvent,
  type producerRegistered,
  type webhookSecretAdded,
} from './organization.events.js';

/** An OAuth client, as the events tell it. */
export interface ClientState extends DataOf<typeof clientRegistered> {
  readonly registered_at: string;
  /** Null while it gets access tokens. */
  readonly revoked_at: string | null;
}

/** A secret that webhooks are signed with, as the events tell it. */
export interface WebhookSecretState extends DataOf<typeof webhookSecretAdded> {
  readonly added_at: string;
  /** When it ends, or ended; null for one that was not retired. */
  readonly valid_until: string | null;
}

/** A service that gives commands by message, as the events tell it. */
export interface ProducerState extends DataOf<typeof producerRegistered> {
  readonly registered_at: string;
  /** Null while what it signs is taken. */
  readonly revoked_at: string | null;
}

/** An organization as its events tell it. */
export interface OrganizationState {
  readonly slug: string;
  readonly name: string;
  readonly created_at: string;
  /** In the order in which they were registered, the revoked ones too. */
  readonly clients: readonly ClientState[];
  /** In the order in which they were added, the retired ones too. */
  readonly webhookSecrets: readonly WebhookSecretState[];
  /** In the order in which they were registered, the revoked ones too. */
  readonly producers: readonly ProducerState[];
}

/** The state after one more event; undefined stands for an organization that does not exist. */
export function evolveOrganization(
  state: OrganizationState | undefined,
  event: Recorded<OrganizationEvent>,
): OrganizationState | undefined {
  const at = event.metadata.occurred_at;
  switch (event.type) {
    case 'organization-created':
      return { slug: event.data.slug, name: event.data.name, created_at: at, clients: [], webhookSecrets: [], producers: [] };
    case 'client-registered':
      return state && { ...state, clients: [...state.clients, { ...event.data, registered_at: at, revoked_at: null }] };
    case 'client-revoked':
      return state && { ...state, clients: changed(state.clients, 'client_id', event.data.client_id, { revoked_at: at }) };
    case 'webhook-secret-added':
      return state && { ...state, webhookSecrets: [...state.webhookSecrets, { ...event.data, added_at: at, valid_until: null }] };
    case 'webhook-secret-retired': {
      const { secret_id, valid_until } = event.data;
      return state && { ...state, webhookSecrets: changed(state.webhookSecrets, 'secret_id', secret_id, { valid_until }) };
    }
    case 'producer-registered':
      return state && { ...state, producers: [...state.producers, { ...event.data, registered_at: at, revoked_at: null }] };
    case 'producer-revoked':
      return state && { ...state, producers: changed(state.producers, 'producer_id', event.data.producer_id, { revoked_at: at }) };
  }
}

/** The list with one of its things changed. */
const changed = <Thing>(things: readonly Thing[], key: keyof Thing, id: Thing[keyof Thing], changes: Partial<Thing>): readonly Thing[] =>
  things.map((thing) => (thing[key] === id ? { ...thing, ...changes } : thing));

/** How an organization's events add up. */
export const organizationAggregate: Aggregate<OrganizationState | undefined, OrganizationEvent> = {
  category: 'organization',
  codec: organizationCodec,
  initialState: undefined,
  evolve: evolveOrganization,
};

/** The stream of an organization: `organization-acme`. */
export const organizationStream = (org: string): string => streamName('organization', org);
