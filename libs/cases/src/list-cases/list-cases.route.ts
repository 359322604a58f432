import { absoluteUrl, ApiRoute, Caller, listBody, listRequest, type PageBody, RequireScope, resourcePage, VersionedQuery } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { caseResource, casesQueries } from '../case.versions.js';
import type { CaseDocument } from '../case.view.js';
import { ListCases } from './list-cases.handler.js';
import type { ListCasesQuery } from './list-cases.query.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class ListCasesRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('cases:read')
  @ApiRoute({
    summary: 'List cases',
    description: 'Newest first, unless `ordering` says otherwise. A change shows here within moments; `GET` of a case shows it at once.',
    answers: { 200: resourcePage(caseResource, 'CasePage') },
    errors: [400, 404],
  })
  async list(
    @VersionedQuery(casesQueries) query: ListCasesQuery,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<CaseDocument>> {
    const page = await this.queries.execute(new ListCases(caller.org, query, listRequest(query)));
    return listBody(page, page.documents, absoluteUrl(request, this.settings));
  }
}
