import { absoluteUrl, ApiRoute, Caller, EntityIdPipe, listBody, listRequest, type PageBody, RequireScope, resourcePage } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { caseResource } from '../case.versions.js';
import type { CaseDocument } from '../case.view.js';
import { ListChildren } from './list-children.handler.js';
import { listChildrenQuery, type ListChildrenQuery } from './list-children.query.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class ListChildrenRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get(':id/children/')
  @RequireScope('cases:read')
  @ApiRoute({
    summary: "List a case's children",
    description: 'The cases of the shareholders of its customer, newest first: a case by a dual config has one for each, within moments of the decision.',
    answers: { 200: resourcePage(caseResource, 'ChildPage') },
    errors: [400, 404],
  })
  async list(
    @Param('id', EntityIdPipe) id: number,
    @Query({ schema: listChildrenQuery }) query: ListChildrenQuery,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<CaseDocument>> {
    const page = await this.queries.execute(new ListChildren(caller.org, id, query, listRequest(query)));
    return listBody(page, page.documents, absoluteUrl(request, this.settings));
  }
}
