import { notFound } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CaseReader } from '../case.reader.js';
import { caseHistory, type HistoryEntry } from './case-history.js';

/** Everything that ever happened to a case. */
export class GetCaseHistory extends Query<readonly HistoryEntry[]> {
  constructor(
    readonly org: string,
    readonly id: number,
  ) {
    super();
  }
}

@QueryHandler(GetCaseHistory)
export class GetCaseHistoryHandler implements IQueryHandler<GetCaseHistory> {
  constructor(private readonly cases: CaseReader) {}

  async execute({ org, id }: GetCaseHistory): Promise<readonly HistoryEntry[]> {
    const trail = await this.cases.past(org, id);
    if (trail.length === 0) throw notFound('case');
    return caseHistory(trail);
  }
}
