import { deciderSpec } from '#event-sourcing/testing';
import { type Scope, SCOPES } from '#http';
import { describe, expect, test } from '@jest/globals';
import type { OrganizationEvent } from '../organization.events.js';
import { organizationAggregate } from '../organization.state.js';
import { decideRegisterClient, registerClientInput } from './register-client.js';

const ID = '11111111-1111-4111-8111-111111111111';
const FIRST_SIX = ['cases:read', 'cases:write', 'customers:read', 'customers:write', 'documents:write', 'decisions:write'];

const created: OrganizationEvent = { type: 'organization-created', data: { slug: 'acme', name: 'Acme' } };
const registered = (changes: object = {}): OrganizationEvent => ({
  type: 'client-registered',
  data: { client_id: ID, name: 'onboarding', secret_hash: '$scrypt$', scopes: [...SCOPES.slice(0, 6)], api_version: 3, ...changes },
});
const register = (body: object = {}, grantedBy: readonly Scope[] = ['admin']) => ({
  clientId: ID,
  secretHash: '$scrypt$',
  input: registerClientInput.parse({ name: 'onboarding', ...body }),
  grantedBy: new Set(grantedBy),
});

const { given } = deciderSpec(organizationAggregate, decideRegisterClient);

describe('registering a client', () => {
  test('gives it the scopes of daily work and the newest version, when nobody says what', () => {
    expect(registerClientInput.parse({ name: 'a' }).scopes).toEqual(FIRST_SIX);
    given(created).when(register()).then(registered());
    given(created).when(register()).resent();
  });

  test('gives it what was said, each scope once', () => {
    given(created)
      .when(register({ scopes: ['audit:read', 'admin', 'audit:read'], api_version: 1 }))
      .then(registered({ scopes: ['audit:read', 'admin'], api_version: 1 }));
  });

  test('gives what goes beyond the organization only by whoever has it', () => {
    given(created).when(register({ scopes: ['operator'] })).fails('insufficient_scope');
    given(created).when(register({ scopes: ['operator'] }, ['admin', 'operator'])).then(registered({ scopes: ['operator'] }));
  });

  test('refuses an organization that is not there', () => {
    given().when(register()).fails('organization_not_found');
  });

  test.each([
    ['no name', { name: '' }, 'name'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['a scope that there is not', { scopes: ['everything'] }, 'scopes.0'],
    ['a version that there is not', { api_version: 4 }, 'api_version'],
  ])('refuses %s', (_, body, field) => {
    const { error } = registerClientInput.safeParse({ name: 'a', ...body });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
