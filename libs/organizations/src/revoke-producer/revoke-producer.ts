import { notFound } from '#event-sourcing';
import type { OrganizationEvent } from '../organization.events.js';
import type { OrganizationState } from '../organization.state.js';

/** Revokes a producer of the organization, for ever; one that is revoked stays as it is. */
export function decideRevokeProducer(producerId: string, state: OrganizationState | undefined): readonly OrganizationEvent[] {
  const producer = state?.producers.find(({ producer_id: id }) => id === producerId);
  if (!producer) throw notFound('producer');
  return producer.revoked_at === null ? [{ type: 'producer-revoked', data: { producer_id: producerId } }] : [];
}
