import { type PageRequest } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CaseDocument } from '../case.view.js';
import { casesQuery, type ListCasesQuery } from './list-cases.query.js';

/** A page of an organization's cases, and how many there are in all. */
export interface CasePage {
  readonly count: number;
  readonly documents: readonly CaseDocument[];
}

/** Cases of an organization. */
export class ListCases extends Query<CasePage> {
  constructor(
    readonly org: string,
    readonly query: ListCasesQuery,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListCases)
export class ListCasesHandler implements IQueryHandler<ListCases> {
  constructor(private readonly readModels: ReadStore) {}

  async execute({ org, query, page }: ListCases): Promise<CasePage> {
    const { filter, sort } = casesQuery(org, query);
    const [count, documents] = await Promise.all([
      this.readModels.count('cases', filter),
      this.readModels.find('cases', { filter, sort, skip: page.offset, limit: page.size }),
    ]);
    return { count, documents: documents as unknown as readonly CaseDocument[] };
  }
}
