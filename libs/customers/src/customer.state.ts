import { type Aggregate, type DataOf, type Recorded, streamName } from '#event-sourcing';
import { customerCodec, type CustomerEvent, type customerCreated } from './customer.events.js';

type Created = DataOf<typeof customerCreated>;

/** A customer as the events tell it; also the canonical document of the read model. */
export interface CustomerState {
  readonly org: string;
  readonly id: number;
  readonly external_id: string | null;
  readonly full_name: string | null;
  readonly customer_type: Created['customer_type'];
  readonly input_details: Created['input_details'];
  readonly sync_platforms: Created['sync_platforms'];
  readonly parent: number | null;
  readonly delete_after: number;
  readonly created_at: string;
  readonly updated_at: string;
  /** The revision of the last event that went into this. */
  readonly revision: number;
}

/** The state after one more event; undefined stands for a customer that does not exist (any more). */
export function evolveCustomer(state: CustomerState | undefined, event: Recorded<CustomerEvent>): CustomerState | undefined {
  const at = event.metadata.occurred_at;
  switch (event.type) {
    case 'customer-created': {
      const { customer_id: id, ...profile } = event.data;
      return { org: event.metadata.org, id, ...profile, created_at: at, updated_at: at, revision: event.revision };
    }
    case 'customer-updated': {
      const { customer_id: _, ...changes } = event.data;
      return state && ({ ...state, ...changes, updated_at: at, revision: event.revision } as CustomerState);
    }
    case 'customer-deleted':
      return undefined;
  }
}

/** How a customer's events add up. */
export const customerAggregate: Aggregate<CustomerState | undefined, CustomerEvent> = {
  category: 'customer',
  codec: customerCodec,
  closedBy: 'customer-deleted',
  initialState: undefined,
  evolve: evolveCustomer,
};

/** The stream of a customer: `customer-acme.5`. */
export const customerStream = (org: string, id: number): string => streamName('customer', org, id);
