import { deciderSpec } from '#event-sourcing/testing';
import { describe, test } from '@jest/globals';
import type { OrganizationEvent } from '../organization.events.js';
import { organizationAggregate } from '../organization.state.js';
import { decideRevokeClient } from './revoke-client.js';

const ID = '11111111-1111-4111-8111-111111111111';
const created: OrganizationEvent = { type: 'organization-created', data: { slug: 'acme', name: 'Acme' } };
const registered: OrganizationEvent = {
  type: 'client-registered',
  data: { client_id: ID, name: 'a', secret_hash: '$scrypt$', scopes: ['cases:read'], api_version: 3 },
};

const { given } = deciderSpec(organizationAggregate, decideRevokeClient);

describe('revoking a client', () => {
  test('happens once', () => {
    given(created, registered).when(ID).then({ type: 'client-revoked', data: { client_id: ID } });
    given(created, registered).when(ID).resent();
  });

  test('refuses one that the organization does not have', () => {
    given(created, registered).when('22222222-2222-4222-8222-222222222222').fails('client_not_found');
    given().when(ID).fails('client_not_found');
  });
});
