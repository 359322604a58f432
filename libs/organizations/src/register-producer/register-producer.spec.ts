import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, test } from '@jest/globals';
import type { OrganizationEvent } from '../organization.events.js';
import { organizationAggregate } from '../organization.state.js';
import { decideRegisterProducer, registerProducerInput } from './register-producer.js';

const ID_A = '11111111-1111-4111-8111-111111111111';
const ID_B = '22222222-2222-4222-8222-222222222222';

const created: OrganizationEvent = { type: 'organization-created', data: { slug: 'acme', name: 'Acme' } };
const registered = (producer_id: string, name = 'screening'): OrganizationEvent => ({
  type: 'producer-registered',
  data: { producer_id, name, scopes: ['decisions:write'], sealed: 'v1.a' },
});
const revoked = (producer_id: string): OrganizationEvent => ({ type: 'producer-revoked', data: { producer_id } });
const register = (producerId: string, name = 'screening') => ({
  producerId,
  sealed: 'v1.a',
  input: registerProducerInput.parse({ name, scopes: ['decisions:write', 'decisions:write'] }),
});

const { given } = deciderSpec(organizationAggregate, decideRegisterProducer);

describe('registering a producer', () => {
  test('keeps its scopes and its sealed secret', () => {
    given(created).when(register(ID_A)).then(registered(ID_A));
    given(created, registered(ID_A)).when(register(ID_B, 'onboarding')).then(registered(ID_B, 'onboarding'));
  });

  test('refuses a name that another one in force has', () => {
    given(created, registered(ID_A)).when(register(ID_B)).fails('unique', 'name');
    given(created, registered(ID_A), revoked(ID_A)).when(register(ID_B)).then(registered(ID_B));
  });

  test('refuses an organization that is not there', () => {
    given().when(register(ID_A)).fails('organization_not_found');
  });

  test.each([
    ['no name', { scopes: ['cases:write'] }, 'name'],
    ['no scope', { name: 'a', scopes: [] }, 'scopes'],
    ['a scope that no command needs', { name: 'a', scopes: ['admin'] }, 'scopes.0'],
  ])('refuses %s', (_, body, field) => {
    expect(registerProducerInput.safeParse(body).error?.issues.map(({ path }) => path.join('.'))).toContain(field);
  });
});
