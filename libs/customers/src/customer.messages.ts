import { messageContract } from '#broker';
import { z } from 'zod';

/** What is known of a customer is no longer what it was. */
export const customerUpdatedMessage = messageContract(
  'casetrail.customer.updated.v1',
  z
    .object({
      customer_id: z.int().positive(),
      changed: z
        .array(z.enum(['external_id', 'parent', 'full_name', 'customer_type', 'input_details', 'sync_platforms', 'delete_after']))
        .meta({ description: 'The fields that have other values now. The values are personal data: ask the API for them.' }),
    })
    .meta({ id: 'CustomerUpdated' }),
  {
    summary: 'A customer became known (sequence 0), or some of what is known of it changed.',
    example: { customer_id: 5, changed: ['full_name'] },
  },
);

/** A customer is no more. */
export const customerDeletedMessage = messageContract(
  'casetrail.customer.deleted.v1',
  z.object({ customer_id: z.int().positive() }).meta({ id: 'CustomerDeleted' }),
  {
    summary: 'A customer was deleted, because it was kept for as long as it may be. Whoever keeps a copy deletes it, too.',
    example: { customer_id: 5 },
  },
);

/** Every message about a customer. */
export const customerMessages = [customerUpdatedMessage, customerDeletedMessage] as const;
