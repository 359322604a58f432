import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { z } from 'zod';

/** What a customer may be. */
export const customerType = z.enum(['INDIVIDUAL', 'COMPANY']);

/** A record of another system that stands for the same customer or case. */
export const syncPlatform = z.object({ domain: z.string(), id: z.string() });

const profile = {
  full_name: z.string().nullable().meta({ personal: true }),
  customer_type: customerType.nullable(),
  input_details: z.record(z.string(), z.json()).nullable().meta({ personal: true }),
  sync_platforms: z.array(syncPlatform),
  delete_after: z.int(),
};

/** A customer became known. */
export const customerCreated = defineEvent(
  'customer-created',
  z.object({
    customer_id: z.int(),
    external_id: z.string().nullable(),
    parent: z.int().nullable(),
    ...profile,
  }),
  { subject: 'customer_id' },
);

/** Some of what is known of a customer changed: the fields that are there have these new values. */
export const customerUpdated = defineEvent(
  'customer-updated',
  z.object({ customer_id: z.int(), ...z.object(profile).partial().shape }),
  { subject: 'customer_id' },
);

/** A customer was kept for as long as it may be. The last event of its stream. */
export const customerDeleted = defineEvent('customer-deleted', z.object({ customer_id: z.int() }));

/** Every event of a customer's stream. */
export const customerCodec = eventCodec([customerCreated, customerUpdated, customerDeleted]);

/** An event of a customer's stream. */
export type CustomerEvent = EventOfCodec<typeof customerCodec>;
