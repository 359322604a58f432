import { notFound } from '#event-sourcing';
import { type ListPage, type ListRequest, readList } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CaseReader } from '../case.reader.js';
import type { CaseDocument } from '../case.view.js';
import { childrenQuery, type ListChildrenQuery } from './list-children.query.js';

/** The cases of the shareholders of a case's customer. */
export class ListChildren extends Query<ListPage<CaseDocument>> {
  constructor(
    readonly org: string,
    readonly caseId: number,
    readonly query: ListChildrenQuery,
    readonly page: ListRequest,
  ) {
    super();
  }
}

@QueryHandler(ListChildren)
export class ListChildrenHandler implements IQueryHandler<ListChildren> {
  constructor(
    private readonly cases: CaseReader,
    private readonly readModels: ReadStore,
  ) {}

  async execute({ org, caseId, query, page }: ListChildren): Promise<ListPage<CaseDocument>> {
    if (!(await this.cases.current(org, caseId))) throw notFound('case');
    return readList(this.readModels, 'cases', childrenQuery(org, caseId, query), page);
  }
}
