import type { CustomerEvent } from '../customer.events.js';

type DataOf<Type extends CustomerEvent['type']> = Extract<CustomerEvent, { type: Type }>['data'];

/** Events for specs of customer 5. */
export const aCustomer = {
  created: (data: Partial<DataOf<'customer-created'>> = {}): CustomerEvent => ({
    type: 'customer-created',
    data: {
      customer_id: 5,
      external_id: 'ada',
      full_name: 'Ada Lovelace',
      customer_type: 'INDIVIDUAL',
      input_details: null,
      sync_platforms: [],
      parent: null,
      delete_after: -1,
      ...data,
    },
  }),
  updated: (changes: Partial<DataOf<'customer-updated'>>): CustomerEvent => ({ type: 'customer-updated', data: { customer_id: 5, ...changes } }),
};
