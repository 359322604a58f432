import { z } from 'zod';
import { customerType } from './customer.events.js';

/** Days after which something is deleted: -1 never, 0 at once. */
export const deleteAfterInput = z.int().min(-1).max(36_500);

const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i;

/** Records of other systems to keep in step: at most 20, each a host name and an id of 1 to 255 characters. */
export const syncPlatformsInput = z
  .array(
    z.object({
      domain: z.string().regex(HOST_NAME, { error: 'Enter a valid host name.' }).toLowerCase().meta({ example: 'acme.my.salesforce.com' }),
      id: z.string().min(1).max(255),
    }),
  )
  .max(20);

/** The fields of a customer, as clients send them; contract, section 4. */
export const customerFields = {
  full_name: z.string().trim().min(1).max(255),
  external_id: z.string().min(1).max(255).nullish(),
  customer_type: z
    .union([customerType, z.literal('')])
    .nullish()
    .transform((type) => (type === '' ? null : type)),
  input_details: z.record(z.string(), z.json()).nullish(),
  sync_platforms: syncPlatformsInput.optional(),
  delete_after: deleteAfterInput.optional(),
};
