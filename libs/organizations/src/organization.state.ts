import { type Aggregate, type DataOf, type Recorded, streamName } from '#event-sourcing';
import { type clientRegistered, organizationCodec, type OrganizationEvent, type webhookSecretAdded } from './organization.events.js';

/** An organization as its events tell it. */
export interface OrganizationState {
  readonly slug: string;
  readonly name: string;
  /** In the order in which they were registered. */
  readonly clients: readonly DataOf<typeof clientRegistered>[];
  /** In the order in which they were added. */
  readonly webhookSecrets: readonly DataOf<typeof webhookSecretAdded>[];
}

/** The state after one more event; undefined stands for an organization that does not exist. */
export function evolveOrganization(
  state: OrganizationState | undefined,
  event: Recorded<OrganizationEvent>,
): OrganizationState | undefined {
  switch (event.type) {
    case 'organization-created':
      return { slug: event.data.slug, name: event.data.name, clients: [], webhookSecrets: [] };
    case 'client-registered':
      return state && { ...state, clients: [...state.clients, event.data] };
    case 'webhook-secret-added':
      return state && { ...state, webhookSecrets: [...state.webhookSecrets, event.data] };
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
