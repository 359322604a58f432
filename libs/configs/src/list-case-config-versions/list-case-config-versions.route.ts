import { absoluteUrl, ApiRoute, Caller, pageBody, type PageBody, pageOf, pageQuery, pageRequest, RequireScope } from '#http';
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
    const page = pageRequest(query);
    const versions = await this.queries.execute(new ListCaseConfigVersions(caller.org, slug));
    const shown = versions.toReversed().slice(page.offset, page.offset + page.size);
    return pageBody(page, versions.length, shown.map(presentConfig), absoluteUrl(request, this.settings));
  }
}
