import { projectionSpec, record } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import type { CustomerEvent } from './customer.events.js';
import { customersProjection } from './customers.projection.js';
import { aCustomer } from './testing/customer-fixtures.js';

const created = aCustomer.created({ input_details: { city: 'London' } });
const updated = aCustomer.updated({ full_name: 'Ada King', input_details: null });
const at = (event: CustomerEvent, revision: number) =>
  record(event, { stream: 'customer-acme.5', revision, metadata: { occurred_at: `2026-01-01T00:00:0${revision}.000Z` } });

describe('the read model of customers', () => {
  it('shows a customer as the events tell it, and finds it by the words of its name', () => {
    projectionSpec(customersProjection)
      .given(at(created, 0), at(updated, 1))
      .then({
        customers: {
          'acme.5': {
            org: 'acme',
            id: 5,
            external_id: 'ada',
            full_name: 'Ada King',
            customer_type: 'INDIVIDUAL',
            input_details: null,
            sync_platforms: [],
            parent: null,
            delete_after: -1,
            created_at: '2026-01-01T00:00:00.000Z',
            updated_at: '2026-01-01T00:00:01.000Z',
            revision: 1,
            search_words: ['ada', 'king'],
          },
        },
      });
  });
});
