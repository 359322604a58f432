import { absoluteUrl, ApiRoute, Caller, listBody, listRequest, type PageBody, RequireScope, resourcePage, VersionedQuery } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { checkResource, checksQueries } from '../case.versions.js';
import type { CheckOfCase } from '../check.find.js';
import { ListChecks } from './list-checks.handler.js';
import type { ListChecksQuery } from './list-checks.query.js';

@ApiTags('Checks')
@Controller('api/checks/')
export class ListChecksRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'List checks', description: 'Newest first.', answers: { 200: resourcePage(checkResource, 'CheckPage') }, errors: [400, 404] })
  async list(
    @VersionedQuery(checksQueries) query: ListChecksQuery,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<CheckOfCase>> {
    const page = await this.queries.execute(new ListChecks(caller.org, query, listRequest(query)));
    return listBody(page, page.documents, absoluteUrl(request, this.settings));
  }
}
