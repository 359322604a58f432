import { type Aggregate, type DataOf, type Recorded, streamName } from '#event-sourcing';
import {
  type clientRegistered,
  organizationCodec,
  type OrganizationEvent,
  type producerRegistered,
  type webhookSecretAdded,
} from './organization.events.js';

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
  /** In the order in which they were registered. */
  readonly clients: readonly DataOf<typeof clientRegistered>[];
  /** In the order in which they were added. */
  readonly webhookSecrets: readonly DataOf<typeof webhookSecretAdded>[];
  /** In the order in which they were registered, the revoked ones too. */
  readonly producers: readonly ProducerState[];
}

/** The state after one more event; undefined stands for an organization that does not exist. */
export function evolveOrganization(
  state: OrganizationState | undefined,
  event: Recorded<OrganizationEvent>,
): OrganizationState | undefined {
  switch (event.type) {
    case 'organization-created':
      return { slug: event.data.slug, name: event.data.name, clients: [], webhookSecrets: [], producers: [] };
    case 'client-registered':
      return state && { ...state, clients: [...state.clients, event.data] };
    case 'webhook-secret-added':
      return state && { ...state, webhookSecrets: [...state.webhookSecrets, event.data] };
    case 'producer-registered': {
      const producer = { ...event.data, registered_at: event.metadata.occurred_at, revoked_at: null };
      return state && { ...state, producers: [...state.producers, producer] };
    }
    case 'producer-revoked': {
      const { producer_id: id } = event.data;
      const revoked_at = event.metadata.occurred_at;
      return state && { ...state, producers: state.producers.map((producer) => (producer.producer_id === id ? { ...producer, revoked_at } : producer)) };
    }
  }
}

/** How an organization's events add up. */
export const organizationAggregate: Aggregate<OrganizationState | undefined, OrganizationEvent> = {
  category: 'organization',
  codec: organizationCodec,
  initialState: undefined,
  evolve: evolveOrganization,
};

/** The stream of an organization: `organization-acme`. */
export const organizationStream = (org: string): string => streamName('organization', org);
