import { toMessage } from '#broker';
import type { RecordedEvent } from '#event-sourcing';
import { recordAll } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { customerIntegrationEvents } from './customer.integration-events.js';
import { customerMessages, customerUpdatedMessage } from './customer.messages.js';
import { customerStream } from './customer.state.js';
import { aCustomer } from './testing/customer-fixtures.js';

const created = aCustomer.created({ input_details: { city: 'London' } });
const updated = aCustomer.updated({ full_name: 'Ada King', input_details: null });

const told = recordAll(customerStream('acme', 5), [created, updated]).flatMap((event) =>
  customerIntegrationEvents(event as unknown as RecordedEvent),
);

describe('what other services are told about customers', () => {
  it('is which fields have other values now, and none of the values', () => {
    expect(told.map(({ type, data }) => ({ type, data }))).toEqual([
      {
        type: 'casetrail.customer.updated.v1',
        data: {
          customer_id: 5,
          changed: ['external_id', 'full_name', 'customer_type', 'input_details', 'sync_platforms', 'parent', 'delete_after'],
        },
      },
      { type: 'casetrail.customer.updated.v1', data: { customer_id: 5, changed: ['full_name', 'input_details'] } },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/Ada|London/);
  });

  it('is in the order of the customer, under a key that no case has', () => {
    expect(told.map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect(told.map((event) => toMessage(event).key)).toEqual(['acme.customer.5', 'acme.customer.5']);
  });

  it('keeps its contract, to the field', () => {
    for (const { data } of told) expect(customerUpdatedMessage.schema.strict().parse(data)).toEqual(data);
    for (const { schema, example } of customerMessages) expect(schema.strict().parse(example)).toEqual(example);
  });
});
