import { type ListPage, type ListRequest, readList } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CaseReader } from '../case.reader.js';
import { type CaseDocument, shownChecks } from '../case.view.js';
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
    return { ...found, documents: found.documents.flatMap((check) => withCase(check, cases.get(check.case_id))) };
  }

  /** Through the reader: the read model of cases may be behind that of checks, and no check may be missing for that. */
  private async casesOf(org: string, checks: readonly CheckReadModel[]): Promise<ReadonlyMap<number, CaseDocument | undefined>> {
    const ids = [...new Set(checks.map(({ case_id }) => case_id))];
    return new Map(await Promise.all(ids.map(async (id) => [id, await this.cases.current(org, id)] as const)));
  }
}

/** A check that was deleted, alone or with its case, is left out, though the read model may not know of it yet. */
function withCase(check: CheckReadModel, document: CaseDocument | undefined): readonly CheckOfCase[] {
  return document && shownChecks(document).some(({ id }) => id === check.id) ? [{ check, document }] : [];
}
