import { integerQuery, listQuery } from '#http';
import type { Condition, Query } from '#read-store';
import { z } from 'zod';

const id = () => integerQuery(1).optional();

/** The query of `GET /api/documents/`; contract, section 7. */
export const listDocumentsQuery = z.object({ ...listQuery.shape, case_id: id(), check_id: id(), customer_id: id() });

/** The query of `GET /api/documents/`, checked. */
export type ListDocumentsQuery = z.output<typeof listDocumentsQuery>;

/** What the read model is asked for: newest first. A document belongs to one thing, so that two different filters find none. */
export function documentsQuery(org: string, query: ListDocumentsQuery): Pick<Query, 'filter' | 'sort'> {
  const filter: Condition[] = [{ field: 'org', eq: org }];
  for (const kind of ['case', 'check', 'customer'] as const) {
    const wanted = query[`${kind}_id`];
    if (wanted !== undefined) filter.push({ field: 'link.kind', eq: kind }, { field: 'link.id', eq: wanted });
  }
  return { filter, sort: { field: 'id', direction: 'desc' } };
}
