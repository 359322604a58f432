import { listQuery } from '#http';
import { type Condition, foundBy, type Query } from '#read-store';
import { z } from 'zod';
import { customerType } from '../customer.events.js';

/** The query of `GET /api/customers/`; contract, section 4. */
export const listCustomersQuery = z.object({
  ...listQuery.shape,
  customer_type: customerType.optional(),
  external_id: z.string().optional(),
  search: z.string().optional().meta({ description: 'Words of the name, or their beginnings.' }),
});

/** The query of `GET /api/customers/`, checked. */
export type ListCustomersQuery = z.output<typeof listCustomersQuery>;

/** What the read model is asked for: newest first. */
export function customersQuery(org: string, query: ListCustomersQuery): Pick<Query, 'filter' | 'sort'> {
  const filter: Condition[] = [{ field: 'org', eq: org }];
  for (const field of ['customer_type', 'external_id'] as const) {
    if (query[field] !== undefined) filter.push({ field, eq: query[field] });
  }
  filter.push(...foundBy(query.search));
  return { filter, sort: { field: 'id', direction: 'desc' } };
}
