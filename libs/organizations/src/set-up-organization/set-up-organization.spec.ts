import { describe, test } from '@jest/globals';
import { deciderSpec } from '#event-sourcing/testing';
import { SCOPES } from '#http';
import type { OrganizationEvent } from '../organization.events.js';
import { organizationAggregate } from '../organization.state.js';
import { decideSetUpOrganization, type SetUpOrganization } from './set-up-organization.js';

const ID_A = '11111111-1111-4111-8111-111111111111';
const ID_B = '22222222-2222-4222-8222-222222222222';

const madeUp: SetUpOrganization = {
  slug: 'default',
  name: 'Default',
  client: { value: { id: ID_A, secretHash: '$scrypt$a' }, onlyIfNone: true },
  webhookSecret: { value: { secret_id: ID_A, sealed: 'v1.a' }, onlyIfNone: true },
};
const chosen: SetUpOrganization = {
  ...madeUp,
  client: { value: { id: ID_B, secretHash: '$scrypt$b' }, onlyIfNone: false },
  webhookSecret: { value: { secret_id: ID_B, sealed: 'v1.b' }, onlyIfNone: false },
};

const created: OrganizationEvent = { type: 'organization-created', data: { slug: 'default', name: 'Default' } };
const registered = (id: string, hash: string): OrganizationEvent => ({
  type: 'client-registered',
  data: { client_id: id, name: 'First client', secret_hash: hash, scopes: [...SCOPES], api_version: 3 },
});
const added = (id: string, sealed: string): OrganizationEvent => ({ type: 'webhook-secret-added', data: { secret_id: id, sealed } });

const spec = deciderSpec(organizationAggregate, decideSetUpOrganization);

describe('setting up an organization', () => {
  test('makes it with a client that may do everything and a webhook secret', () => {
    spec.given().when(madeUp).then(created, registered(ID_A, '$scrypt$a'), added(ID_A, 'v1.a'));
    spec.given().when(madeUp).resent();
  });

  test('adds nothing made up where there is something already', () => {
    spec.given(created, registered(ID_B, '$scrypt$b'), added(ID_B, 'v1.b')).when(madeUp).thenNothing();
  });

  test('makes what is missing', () => {
    spec.given(created).when(madeUp).then(registered(ID_A, '$scrypt$a'), added(ID_A, 'v1.a'));
    spec.given(created, registered(ID_A, '$scrypt$a')).when(madeUp).then(added(ID_A, 'v1.a'));
  });

  test('adds what the operator chose beside what is there', () => {
    const history = [created, registered(ID_A, '$scrypt$a'), added(ID_A, 'v1.a')];
    spec.given(...history).when(chosen).then(registered(ID_B, '$scrypt$b'), added(ID_B, 'v1.b'));
    spec.given(...history).when(chosen).resent();
  });

  test('leaves an organization alone that nothing is wanted of', () => {
    spec.given(created).when({ slug: 'default', name: 'Default' }).thenNothing();
  });
});
