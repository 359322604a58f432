import type { Recorded } from '#event-sourcing';
import type { z } from 'zod';
import type { CustomerEvent } from './customer.events.js';
import type { customerSchema } from './customer.schema.js';
import type { CustomerState } from './customer.state.js';

/** What a case shows of its customer. */
export interface CustomerCard {
  readonly id: number;
  readonly full_name: string | null;
  readonly external_id: string | null;
  readonly customer_type: CustomerState['customer_type'];
}

/** What a case shows of its customer. */
export const customerCard = ({ id, full_name, external_id, customer_type }: CustomerState): CustomerCard => ({
  id,
  full_name,
  external_id,
  customer_type,
});

/** A customer in the answers of API version 3, with its fields in the contract's order. */
export const presentCustomer = (customer: CustomerState): z.output<typeof customerSchema> => ({
  id: customer.id,
  external_id: customer.external_id,
  full_name: customer.full_name,
  customer_type: customer.customer_type,
  input_details: customer.input_details,
  sync_platforms: customer.sync_platforms,
  parent: customer.parent,
  delete_after: customer.delete_after,
  created_at: customer.created_at,
  updated_at: customer.updated_at,
});

/** The card after one more event of the customer. */
export function evolveCustomerCard(card: CustomerCard | null, event: Recorded<CustomerEvent>): CustomerCard | null {
  switch (event.type) {
    case 'customer-created': {
      const { customer_id: id, full_name, external_id, customer_type } = event.data;
      return { id, full_name, external_id, customer_type };
    }
    case 'customer-updated': {
      const { full_name, customer_type } = event.data;
      return (
        card && {
          ...card,
          ...(full_name === undefined ? {} : { full_name }),
          ...(customer_type === undefined ? {} : { customer_type }),
        }
      );
    }
  }
}
