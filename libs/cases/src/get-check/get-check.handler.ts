import { notFound } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CaseReader } from '../case.reader.js';
import type { CaseDocument } from '../case.view.js';
import { caseIdOfCheck } from '../check-ids.js';

/** The case of a check, as it is. */
export class GetCheck extends Query<CaseDocument> {
  constructor(
    readonly org: string,
    readonly checkId: number,
  ) {
    super();
  }
}

@QueryHandler(GetCheck)
export class GetCheckHandler implements IQueryHandler<GetCheck> {
  constructor(private readonly cases: CaseReader) {}

  async execute({ org, checkId }: GetCheck): Promise<CaseDocument> {
    const document = await this.cases.current(org, caseIdOfCheck(checkId));
    if (!document) throw notFound('check');
    return document;
  }
}
