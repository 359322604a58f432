import { deciderSpec, SPEC_TIME } from '#event-sourcing/testing';
import { isoTime } from '#event-sourcing';
import { describe, test } from '@jest/globals';
import type { OrganizationEvent } from '../organization.events.js';
import { organizationAggregate } from '../organization.state.js';
import { decideRetireWebhookSecret } from './retire-webhook-secret.js';

const now = Date.parse(SPEC_TIME);
const [A, B] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const created: OrganizationEvent = { type: 'organization-created', data: { slug: 'acme', name: 'Acme' } };
const added = (secret_id: string): OrganizationEvent => ({ type: 'webhook-secret-added', data: { secret_id, sealed: 'v1.a' } });
const retired = (secret_id: string, at: number): OrganizationEvent => ({ type: 'webhook-secret-retired', data: { secret_id, valid_until: isoTime(at) } });

const { given } = deciderSpec(organizationAggregate, decideRetireWebhookSecret);

describe('retiring a webhook secret', () => {
  test('ends it at once, also one that would end later', () => {
    given(created, added(A), added(B)).when({ secretId: A, now }).then(retired(A, now));
    given(created, added(A), added(B)).when({ secretId: A, now }).resent();
    given(created, added(A), added(B), retired(A, now + 5)).when({ secretId: A, now }).then(retired(A, now));
  });

  test('does nothing to one that has ended', () => {
    given(created, added(A), added(B), retired(A, now - 5)).when({ secretId: A, now }).thenNothing();
  });

  test('refuses the newest, even while an older one still holds', () => {
    given(created, added(A)).when({ secretId: A, now }).fails('last_webhook_secret');
    given(created, added(A), added(B), retired(A, now + 5)).when({ secretId: B, now }).fails('last_webhook_secret');
  });

  test('refuses one that the organization does not have', () => {
    given(created, added(A)).when({ secretId: B, now }).fails('webhook_secret_not_found');
    given().when({ secretId: B, now }).fails('webhook_secret_not_found');
  });
});
