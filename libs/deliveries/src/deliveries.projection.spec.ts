import { describe, expect, it } from '@jest/globals';
import { projectionSpec, record, SPEC_TIME } from '#event-sourcing/testing';
import { deliveriesProjection } from './deliveries.projection.js';
import type { DeliveryEvent } from './delivery.events.js';

const LATER = '2026-01-02T03:05:00.000Z';
const at = (event: DeliveryEvent, revision: number) =>
  record(event, { stream: 'delivery-acme.d1', revision, metadata: { occurred_at: revision === 0 ? SPEC_TIME : LATER } });

const scheduled = at({ type: 'delivery-scheduled', data: { channel: 'webhook', case_id: 17, case_revision: 4, host: 'example.com' } }, 0);
const failed = at({ type: 'delivery-attempt-failed', data: { attempt: 1, reason: 'http_500', status: 500, next_attempt_at: LATER } }, 1);
const document = {
  id: 'd1', org: 'acme', channel: 'webhook', case_id: 17, case_revision: 4, platform: null, host: 'example.com',
  status: 'pending', attempts: 0, next_attempt_at: SPEC_TIME, reason: null, http_status: null, created_at: SPEC_TIME, updated_at: SPEC_TIME,
};

describe('the read model of deliveries', () => {
  const spec = projectionSpec(deliveriesProjection);

  it('shows a delivery that is due', () => {
    spec.given(scheduled).then({ deliveries: { 'acme.d1': document } });
  });

  it('shows why the last attempt failed and when the next one is', () => {
    const after = { ...document, attempts: 1, next_attempt_at: LATER, reason: 'http_500', http_status: 500, updated_at: LATER };
    spec.given(scheduled, failed).then({ deliveries: { 'acme.d1': after } });
  });

  it('shows how it ended', () => {
    const ended = { ...document, next_attempt_at: null, updated_at: LATER };
    spec.given(scheduled, failed, at({ type: 'delivery-succeeded', data: { attempt: 2, status: 204 } }, 2)).then({
      deliveries: { 'acme.d1': { ...ended, status: 'succeeded', attempts: 2, http_status: 204 } },
    });
    spec.given(scheduled, at({ type: 'delivery-abandoned', data: { attempts: 0, reason: 'not_configured' } }, 1)).then({
      deliveries: { 'acme.d1': { ...ended, status: 'abandoned', reason: 'not_configured' } },
    });
  });

  it('finds what is pending by an index', () => {
    expect(deliveriesProjection.collections).toEqual({ deliveries: [['channel', 'status', 'next_attempt_at']] });
  });
});
