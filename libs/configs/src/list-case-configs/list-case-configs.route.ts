import { absoluteUrl, ApiRoute, Caller, listBody, listQuery, listRequest, type PageBody, pageOf, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type ConfigBody, presentConfig } from '../config.presenter.js';
import { configSchema } from '../config.schema.js';
import { ListCaseConfigs } from './list-case-configs.handler.js';

@ApiTags('Case configs')
@Controller('api/case-configs/')
export class ListCaseConfigsRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('cases:read')
  @ApiRoute({
    summary: 'List case configs',
    description: 'The newest version of each; those that were made last come first.',
    answers: { 200: pageOf(configSchema, 'CaseConfigPage') },
    errors: [404],
  })
  async list(
    @Query({ schema: listQuery }) query: z.output<typeof listQuery>,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<ConfigBody>> {
    const page = await this.queries.execute(new ListCaseConfigs(caller.org, listRequest(query)));
    return listBody(page, page.documents.map(presentConfig), absoluteUrl(request, this.settings));
  }
}
