import { booleanQuery, integerQuery, listQuery } from '#http';
import { sameEmail } from '#organizations';
import { type Condition, foundBy, oneOf, type Query } from '#read-store';
import { z } from 'zod';
import { outcome, type OutcomeFilter } from '../check.types.js';

const time = z.iso
  .datetime({ offset: true, error: 'Enter an ISO 8601 time with its offset.' })
  .transform((text) => new Date(text).toISOString());

const ORDERINGS = ['id', '-id', 'created_at', '-created_at', 'updated_at', '-updated_at'] as const;

/** The query of `GET /api/cases/`; contract, section 5. */
export const listCasesQuery = z.object({
  ...listQuery.shape,
  customer_id: integerQuery(1).optional(),
  has_webhook: booleanQuery().optional(),
  outcome: outcome.transform((only): OutcomeFilter => [only]).optional(),
  status: z.enum(['PENDING', 'PROCESSING', 'COMPLETED', 'ERROR']).optional(),
  external_id: z.string().optional(),
  assignee: z.string().optional().meta({ description: 'E-mail address of a member; empty for the cases that nobody has.' }),
  case_config: z.string().optional(),
  archived: booleanQuery().default(false),
  created_after: time.optional().meta({ description: 'Created at this time or later.' }),
  created_before: time.optional().meta({ description: 'Created before this time.' }),
  search: z.string().optional().meta({ description: "Words of the customer's name or of the external_id that was given, or their beginnings." }),
  ordering: z.enum(ORDERINGS).default('-id'),
});

/** The query of `GET /api/cases/`, checked. */
export type ListCasesQuery = z.output<typeof listCasesQuery>;

/** What the read model is asked for. */
export function casesQuery(org: string, query: ListCasesQuery): Pick<Query, 'filter' | 'sort'> {
  const filter: Condition[] = [
    { field: 'org', eq: org },
    { field: 'archived', eq: query.archived },
  ];
  for (const field of ['has_webhook', 'status', 'external_id', 'case_config'] as const) {
    if (query[field] !== undefined) filter.push({ field, eq: query[field] });
  }
  if (query.outcome !== undefined) filter.push(oneOf('outcome', query.outcome));
  if (query.assignee !== undefined) filter.push({ field: 'assignee_key', eq: sameEmail(query.assignee) || null });
  if (query.customer_id !== undefined) filter.push({ field: 'customer_key', eq: `${org}.${query.customer_id}` });
  if (query.created_after !== undefined) filter.push({ field: 'created_at', gte: query.created_after });
  if (query.created_before !== undefined) filter.push({ field: 'created_at', lt: query.created_before });
  filter.push(...foundBy(query.search));
  const descending = query.ordering.startsWith('-');
  return { filter, sort: { field: query.ordering.replace('-', ''), direction: descending ? 'desc' : 'asc' } };
}
