import { deciderSpec } from '#event-sourcing/testing';
import { describe, test } from '@jest/globals';
import type { OrganizationEvent } from '../organization.events.js';
import { organizationAggregate } from '../organization.state.js';
import { decideRevokeProducer } from './revoke-producer.js';

const ID = '11111111-1111-4111-8111-111111111111';
const created: OrganizationEvent = { type: 'organization-created', data: { slug: 'acme', name: 'Acme' } };
const registered: OrganizationEvent = {
  type: 'producer-registered',
  data: { producer_id: ID, name: 'screening', scopes: ['decisions:write'], sealed: 'v1.a' },
};

const { given } = deciderSpec(organizationAggregate, decideRevokeProducer);

describe('revoking a producer', () => {
  test('happens once', () => {
    given(created, registered).when(ID).then({ type: 'producer-revoked', data: { producer_id: ID } });
    given(created, registered).when(ID).resent();
  });

  test('refuses one that the organization does not have', () => {
    given(created, registered).when('22222222-2222-4222-8222-222222222222').fails('producer_not_found');
    given().when(ID).fails('producer_not_found');
  });
});
