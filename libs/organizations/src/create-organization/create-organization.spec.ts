import { deciderSpec } from '#event-sourcing/testing';
import { SCOPES } from '#http';
import { describe, expect, test } from '@jest/globals';
import { organizationAggregate } from '../organization.state.js';
import { createOrganizationInput, decideCreateOrganization } from './create-organization.js';

const ID = '11111111-1111-4111-8111-111111111111';
const command = { input: { slug: 'acme', name: 'Acme' }, clientId: ID, secretHash: '$scrypt$' };

const { given } = deciderSpec(organizationAggregate, decideCreateOrganization);

describe('creating an organization', () => {
  test('comes with a client that may do everything within it', () => {
    given().when(command).then(
      { type: 'organization-created', data: { slug: 'acme', name: 'Acme' } },
      {
        type: 'client-registered',
        data: { client_id: ID, name: 'First client', secret_hash: '$scrypt$', scopes: SCOPES.slice(0, -1), api_version: 3 },
      },
    );
    expect(SCOPES.at(-1)).toBe('operator');
  });

  test('refuses a slug that another one has', () => {
    given({ type: 'organization-created', data: { slug: 'acme', name: 'Another' } }).when(command).fails('unique', 'slug');
  });

  test.each(['a', 'acme-bank-2', '-', 'a'.repeat(40)])('takes the slug %j', (slug) => {
    expect(createOrganizationInput.safeParse({ slug, name: 'Acme' }).success).toBe(true);
  });

  test.each(['', 'Acme', 'a.b', 'a/b', 'a b', 'ä', 'a\n', 'a'.repeat(41), 5, null])('refuses the slug %j', (slug) => {
    expect(createOrganizationInput.safeParse({ slug, name: 'Acme' }).error?.issues.map(({ path }) => path[0])).toEqual(['slug']);
  });
});
