import { view } from '#http';
import { z } from 'zod';
import { customerType, syncPlatform } from '../customer.events.js';
import type { CustomerState } from '../customer.state.js';

/*
 * Version 3, "newest": what the others are compared with. What it takes is what there is inside, so that it has no
 * bodies of its own.
 */

const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });

/** A customer; contract, section 4. */
export const customerSchema = z
  .object({
    id: z.int().positive(),
    external_id: z.string().nullable(),
    full_name: z.string().nullable(),
    customer_type: customerType.nullable(),
    input_details: z.record(z.string(), z.json()).nullable(),
    sync_platforms: z.array(syncPlatform).readonly(),
    parent: z.int().positive().nullable(),
    delete_after: z.int(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Customer' });

/** A customer, with its fields in the contract's order. */
export const showCustomer = (customer: CustomerState): z.output<typeof customerSchema> => ({
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

export const customerView = view(customerSchema, showCustomer);
