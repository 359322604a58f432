import { invalidField } from '#event-sourcing';
import { SCOPES } from '#http';
import { z } from 'zod';
import type { OrganizationEvent } from '../organization.events.js';
import type { OrganizationState } from '../organization.state.js';

/** The body of `POST /api/organizations/`. A slug is part of the names of streams: changing its rule may change stored data. */
export const createOrganizationInput = z
  .object({
    slug: z.string().regex(/^[a-z0-9-]{1,40}$/, { error: 'Use 1 to 40 characters of a-z, 0-9 and -.' }),
    name: z.string().trim().min(1).max(255),
  })
  .meta({ id: 'CreateOrganization', example: { slug: 'acme', name: 'Acme Bank' } });

/** The body of `POST /api/organizations/`, checked. */
export type CreateOrganizationInput = z.output<typeof createOrganizationInput>;

/** The command, with what was made for the first client. */
export interface CreateOrganizationDecision {
  readonly input: CreateOrganizationInput;
  readonly clientId: string;
  readonly secretHash: string;
}

/** A new organization, in one append with a client that may do everything within it: nobody else could give it one. */
export function decideCreateOrganization(
  { input: { slug, name }, clientId, secretHash }: CreateOrganizationDecision,
  state: OrganizationState | undefined,
): readonly OrganizationEvent[] {
  if (state) throw invalidField('slug', 'unique', 'An organization with this slug already exists.');
  const scopes = SCOPES.filter((scope) => scope !== 'operator');
  return [
    { type: 'organization-created', data: { slug, name } },
    { type: 'client-registered', data: { client_id: clientId, name: 'First client', secret_hash: secretHash, scopes, api_version: 3 } },
  ];
}
