import { integerQuery, listQuery, numberQuery } from '#http';
import { type Condition, oneOf, type Query } from '#read-store';
import { z } from 'zod';
import { type CheckStatus, checkType, outcome, type OutcomeFilter } from '../check.types.js';

/** The query of `GET /api/checks/`; contract, section 6. */
export const listChecksQuery = z.object({
  ...listQuery.shape,
  case_id: integerQuery(1).optional(),
  check_type: checkType.optional(),
  min_risk_score: numberQuery(0, 1).optional(),
  max_risk_score: numberQuery(0, 1).optional(),
  outcome: outcome.transform((only): OutcomeFilter => [only]).optional(),
  status: z
    .enum(['PENDING', 'DECIDING', 'DECIDED', 'SUBMITTED', 'SKIPPED', 'ERROR'])
    .transform((only): readonly CheckStatus[] => [only])
    .optional(),
});

/** The query of `GET /api/checks/`, checked. */
export type ListChecksQuery = z.output<typeof listChecksQuery>;

/** What the read model is asked for: newest first. */
export function checksQuery(org: string, query: ListChecksQuery): Pick<Query, 'filter' | 'sort'> {
  const filter: Condition[] = [{ field: 'org', eq: org }];
  if (query.check_type !== undefined) filter.push({ field: 'check_type', eq: query.check_type });
  for (const field of ['outcome', 'status'] as const) {
    if (query[field] !== undefined) filter.push(oneOf(field, query[field]));
  }
  if (query.case_id !== undefined) filter.push({ field: 'case_key', eq: `${org}.${query.case_id}` });
  if (query.min_risk_score !== undefined) filter.push({ field: 'risk_score', gte: query.min_risk_score });
  if (query.max_risk_score !== undefined) filter.push({ field: 'risk_score', lte: query.max_risk_score });
  return { filter, sort: { field: 'id', direction: 'desc' } };
}
