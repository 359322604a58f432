import { notFound } from '#event-sourcing';
import type { OrganizationEvent } from '../organization.events.js';
import type { OrganizationState } from '../organization.state.js';

/** Revokes a client of the organization, for ever; one that is revoked stays as it is. */
export function decideRevokeClient(clientId: string, state: OrganizationState | undefined): readonly OrganizationEvent[] {
  const client = state?.clients.find(({ client_id: id }) => id === clientId);
  if (!client) throw notFound('client');
  return client.revoked_at === null ? [{ type: 'client-revoked', data: { client_id: clientId } }] : [];
}
