import { type ListPage, type ListRequest, readList } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CaseReader } from '../case.reader.js';
import type { CaseDocument } from '../case.view.js';
import type { CheckReadModel } from '../checks.projection.js';
import type { CheckOfCase } from '../check.find.js';
import { checksQuery, type ListChecksQuery } from './list-checks.query.js';

/** Checks of an organization, across its cases. */
export class ListChecks extends Query<ListPage<CheckOfCase>> {
  constructor(
    readonly org: string,
    readonly query: ListChecksQuery,
    readonly page: ListRequest,
  ) {
    super();
  }
}

@QueryHandler(ListChecks)
export class ListChecksHandler implements IQueryHandler<ListChecks> {
  constructor(
    private readonly readModels: ReadStore,
    private readonly cases: CaseReader,
  ) {}

  async execute({ org, query, page }: ListChecks): Promise<ListPage<CheckOfCase>> {
    const found = await readList<CheckReadModel>(this.readModels, 'checks', checksQuery(org, query), page);
    const cases = await this.casesOf(org, found.documents);
    return { ...found, documents: found.documents.map((check) => ({ check, document: caseOf(check, cases) })) };
  }

  /** Through the reader: the read model of cases may be behind that of checks, and no check may be missing for that. */
  private async casesOf(org: string, checks: readonly CheckReadModel[]): Promise<ReadonlyMap<number, CaseDocument | undefined>> {
    const ids = [...new Set(checks.map(({ case_id }) => case_id))];
    return new Map(await Promise.all(ids.map(async (id) => [id, await this.cases.current(org, id)] as const)));
  }
}

function caseOf({ id, case_id }: CheckReadModel, cases: ReadonlyMap<number, CaseDocument | undefined>): CaseDocument {
  const document = cases.get(case_id);
  if (!document) throw new Error(`Check ${id} is of case ${case_id}, which is not in the log.`);
  return document;
}
