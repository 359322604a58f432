import { describe, it } from '@jest/globals';
import { deciderSpec } from '#event-sourcing/testing';
import { deliveryAggregate } from '../delivery.state.js';
import { scheduleDelivery } from './schedule-delivery.js';

const { given } = deciderSpec(deliveryAggregate, scheduleDelivery);
const webhook = { channel: 'webhook' as const, caseId: 17, caseRevision: 4, host: 'example.com' };
const update = { channel: 'salesforce' as const, caseId: 17, caseRevision: 4, host: 'acme.my.salesforce.com', platform: { domain: 'acme.my.salesforce.com', id: '500x' } };

describe('scheduling a delivery', () => {
  it('is put on record, with what it is of and where it goes', () => {
    given().when(webhook).then({ type: 'delivery-scheduled', data: { channel: 'webhook', case_id: 17, case_revision: 4, host: 'example.com' } });
    given().when(update).then({
      type: 'delivery-scheduled',
      data: { channel: 'salesforce', case_id: 17, case_revision: 4, host: 'acme.my.salesforce.com', platform: update.platform },
    });
  });

  it('is done once', () => {
    given().when(webhook).resent();
    given().when({ ...update, impossible: 'not_configured' }).resent();
  });

  it('gives up at once what cannot be tried', () => {
    given().when({ ...update, impossible: 'not_configured' }).then(
      {
        type: 'delivery-scheduled',
        data: { channel: 'salesforce', case_id: 17, case_revision: 4, host: 'acme.my.salesforce.com', platform: update.platform },
      },
      { type: 'delivery-abandoned', data: { attempts: 0, reason: 'not_configured' } },
    );
  });
});
