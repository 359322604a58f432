import { parseStreamName, type Projection } from '#event-sourcing';
import { searchWords } from '#read-store';
import { customerCodec, type CustomerEvent } from './customer.events.js';
import { type CustomerState, evolveCustomer } from './customer.state.js';

/** What the read model keeps of a customer: the customer, and what it is found by. */
export interface CustomerReadModel extends CustomerState {
  readonly search_words: readonly string[];
}

const CUSTOMERS = 'customers';

/** Customers in the shape in which the API answers with them. */
export const customersProjection: Projection<CustomerEvent> = {
  name: CUSTOMERS,
  version: 3,
  collections: {
    [CUSTOMERS]: [['org', 'id'], ['org', 'customer_type', 'id'], ['org', 'external_id', 'id'], ['org', 'search_words']],
  },
  counts: [['org'], ['org', 'customer_type']],
  sources: { customer: customerCodec },

  targets(event) {
    const { org, id = '' } = parseStreamName(event.stream);
    return [{ collection: CUSTOMERS, id: `${org}.${id}` }];
  },

  apply(document, event) {
    const state = evolveCustomer(document as unknown as CustomerState | undefined, event);
    return state && ({ ...state, search_words: searchWords(state.full_name) });
  },
};
