import { type PageRequest } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CaseDocument } from '../case.view.js';
import type { CheckReadModel } from '../checks.projection.js';
import type { CheckState } from '../check.state.js';
import { checksQuery, type ListChecksQuery } from './list-checks.query.js';

/** A check together with its case. */
export interface CheckOfCase {
  readonly check: CheckState;
  readonly document: CaseDocument;
}

/** A page of an organization's checks, and how many there are in all. */
export interface CheckPage {
  readonly count: number;
  readonly checks: readonly CheckOfCase[];
}

/** Checks of an organization, across its cases. */
export class ListChecks extends Query<CheckPage> {
  constructor(
    readonly org: string,
    readonly query: ListChecksQuery,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListChecks)
export class ListChecksHandler implements IQueryHandler<ListChecks> {
  constructor(private readonly readModels: ReadStore) {}

  async execute({ org, query, page }: ListChecks): Promise<CheckPage> {
    const { filter, sort } = checksQuery(org, query);
    const [count, found] = await Promise.all([
      this.readModels.count('checks', filter),
      this.readModels.find('checks', { filter, sort, skip: page.offset, limit: page.size }),
    ]);
    const checks = found as unknown as readonly CheckReadModel[];
    const cases = await this.casesOf(checks);
    return {
      count,
      checks: checks.flatMap((check) => {
        const document = cases.get(check.case_key);
        return document ? [{ check, document }] : [];
      }),
    };
  }

  private async casesOf(checks: readonly CheckReadModel[]): Promise<Map<string, CaseDocument>> {
    const keys = [...new Set(checks.map(({ case_key }) => case_key))];
    const found = await Promise.all(keys.map((key) => this.readModels.findOne('cases', key)));
    return new Map(found.flatMap((document, index) => {
      const key = keys[index];
      return document && key !== undefined ? [[key, document as unknown as CaseDocument]] : [];
    }));
  }
}
