import { booleanQuery, listQuery } from '#http';
import type { Query } from '#read-store';
import { z } from 'zod';

/** The query of `GET /api/cases/{id}/children/`; contract, section 5. */
export const listChildrenQuery = z.object({
  ...listQuery.shape,
  archived: booleanQuery().default(false).meta({ description: 'Whether children are listed that were restarted, instead of those that took their place.' }),
});

/** The query of `GET /api/cases/{id}/children/`, checked. */
export type ListChildrenQuery = z.output<typeof listChildrenQuery>;

/** What the read model is asked for: newest first. */
export const childrenQuery = (org: string, caseId: number, { archived }: ListChildrenQuery): Pick<Query, 'filter' | 'sort'> => ({
  filter: [
    { field: 'org', eq: org },
    { field: 'parent_case_id', eq: caseId },
    { field: 'archived', eq: archived },
  ],
  sort: { field: 'id', direction: 'desc' },
});
