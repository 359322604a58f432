import { type ListPage, type ListRequest, readList } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CaseDocument } from '../case.view.js';
import { casesQuery, type ListCasesQuery } from './list-cases.query.js';

/** Cases of an organization. */
export class ListCases extends Query<ListPage<CaseDocument>> {
  constructor(
    readonly org: string,
    readonly query: ListCasesQuery,
    readonly page: ListRequest,
  ) {
    super();
  }
}

@QueryHandler(ListCases)
export class ListCasesHandler implements IQueryHandler<ListCases> {
  constructor(private readonly readModels: ReadStore) {}

  execute({ org, query, page }: ListCases): Promise<ListPage<CaseDocument>> {
    return readList(this.readModels, 'cases', casesQuery(org, query), page);
  }
}
