import { z } from 'zod';
import { customerType, syncPlatform } from './customer.events.js';

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
