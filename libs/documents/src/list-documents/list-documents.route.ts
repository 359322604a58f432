import { absoluteUrl, ApiRoute, Caller, listBody, listRequest, type PageBody, pageOf, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { documentSchema, showDocument } from '../document.versions.js';
import { ListDocuments } from './list-documents.handler.js';
import { listDocumentsQuery, type ListDocumentsQuery } from './list-documents.query.js';

@ApiTags('Documents')
@Controller('api/documents/')
export class ListDocumentsRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('cases:read')
  @ApiRoute({
    summary: 'List documents',
    description: 'Newest first.',
    answers: { 200: pageOf(documentSchema, 'DocumentPage') },
    errors: [400, 404],
  })
  async list(
    @Query({ schema: listDocumentsQuery }) query: ListDocumentsQuery,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<z.output<typeof documentSchema>>> {
    const page = await this.queries.execute(new ListDocuments(caller.org, query, listRequest(query)));
    return listBody(page, page.documents.map(showDocument), absoluteUrl(request, this.settings));
  }
}
