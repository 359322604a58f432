import { ApiRoute, Caller, type PageBody, pageOf, pageOfList, pageQuery, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type ConfigBody, presentConfig } from '../config.presenter.js';
import { configSchema } from '../config.schema.js';
import { ListCaseConfigVersions } from './list-case-config-versions.handler.js';

@ApiTags('Case configs')
@Controller('api/case-configs/')
export class ListCaseConfigVersionsRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get(':slug/versions/')
  @RequireScope('cases:read')
  @ApiRoute({
    summary: 'List the versions of a case config',
    description: 'Newest first.',
    answers: { 200: pageOf(configSchema, 'CaseConfigVersionPage') },
    errors: [404],
  })
  async list(
    @Param('slug') slug: string,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<ConfigBody>> {
    const versions = await this.queries.execute(new ListCaseConfigVersions(caller.org, slug));
    return pageOfList(versions.toReversed().map(presentConfig), query, request, this.settings);
  }
}
