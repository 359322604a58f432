import { notFound } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type AsOf, eventsUntil } from '../as-of.js';
import { CaseReader } from '../case.reader.js';
import { lastDocument } from '../case.replay.js';
import { caseStream } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';

/** A case as it is, or as it was at a moment of the past. */
export class GetCase extends Query<CaseDocument> {
  constructor(
    readonly org: string,
    readonly id: number,
    readonly asOf?: AsOf,
  ) {
    super();
  }
}

@QueryHandler(GetCase)
export class GetCaseHandler implements IQueryHandler<GetCase> {
  constructor(private readonly cases: CaseReader) {}

  async execute({ org, id, asOf }: GetCase): Promise<CaseDocument> {
    const document = asOf
      ? lastDocument(eventsUntil(await this.cases.past(org, id), asOf, caseStream(org, id)))
      : await this.cases.current(org, id);
    if (!document) throw notFound('case');
    return document;
  }
}
