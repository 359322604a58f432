import { deciderSpec } from '#event-sourcing/testing';
import { isoTime } from '#event-sourcing';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrganizationEvent } from '../organization.events.js';
import { organizationAggregate } from '../organization.state.js';
import { signs } from '../webhook-secret.js';
import { decideRotateWebhookSecret, rotateWebhookSecretInput } from './rotate-webhook-secret.js';

const NOW = Date.UTC(2026, 0, 2);
const HOUR = 60 * 60_000;
const id = (number: number): string => `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;
const created: OrganizationEvent = { type: 'organization-created', data: { slug: 'acme', name: 'Acme' } };
const added = (number: number): OrganizationEvent => ({ type: 'webhook-secret-added', data: { secret_id: id(number), sealed: 'v1.a' } });
const retired = (number: number, hours: number): OrganizationEvent => ({
  type: 'webhook-secret-retired',
  data: { secret_id: id(number), valid_until: isoTime(NOW + hours * HOUR) },
});
const rotate = (number: number, overlap_hours = 24, now = NOW) => ({
  secret: { secret_id: id(number), sealed: 'v1.a' },
  input: { overlap_hours },
  now,
});

const { given } = deciderSpec(organizationAggregate, decideRotateWebhookSecret);

describe('rotating the webhook secret', () => {
  test('adds one and lets the older end with the overlap', () => {
    given(created).when(rotate(1)).then(added(1));
    given(created, added(1)).when(rotate(2)).then(added(2), retired(1, 24));
    given(created, added(1)).when(rotate(2, 0)).then(added(2), retired(1, 0));
    given(created, added(1)).when(rotate(2)).resent();
  });

  test('leaves those alone that end before, or have ended', () => {
    given(created, added(1), added(2), retired(1, 5), added(3), retired(2, -5)).when(rotate(4)).then(added(4), retired(3, 24));
    given(created, added(1), retired(1, 100), added(2)).when(rotate(3, 1)).then(added(3), retired(1, 1), retired(2, 1));
  });

  test('refuses an organization that is not there', () => {
    given().when(rotate(1)).fails('organization_not_found');
  });

  test('has an overlap of a day unless it is told otherwise, and of a month at most', () => {
    expect(rotateWebhookSecretInput.parse({})).toEqual({ overlap_hours: 24 });
    for (const overlap_hours of [-1, 721, '24', null]) expect(rotateWebhookSecretInput.safeParse({ overlap_hours }).success).toBe(false);
  });

  test('never leaves webhooks without the newest secret, nor signs longer with an older one than it was told', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 720 })), { minLength: 1, maxLength: 8 }), (rotations) => {
        const history: OrganizationEvent[] = [created];
        let now = NOW;
        for (const [index, [pause, overlap]] of rotations.entries()) {
          now += pause * HOUR;
          const state = given(...history).state();
          const before = (state?.webhookSecrets ?? []).filter((secret) => signs(secret, now)).length;
          history.push(...decideRotateWebhookSecret(rotate(index + 1, overlap, now), state));
          const secrets = given(...history).state()!.webhookSecrets;
          expect(secrets.at(-1)).toMatchObject({ secret_id: id(index + 1), valid_until: null });
          expect(secrets.filter((secret) => signs(secret, now + overlap * HOUR))).toHaveLength(1);
          if (overlap > 0) expect(secrets.filter((secret) => signs(secret, now))).toHaveLength(before + 1);
        }
      }),
    );
  });
});
