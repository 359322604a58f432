import type { Recorded } from '#event-sourcing';
import type { CustomerEvent } from './customer.events.js';
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
    case 'customer-deleted':
      return null;
  }
}
