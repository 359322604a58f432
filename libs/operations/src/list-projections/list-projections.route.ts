import { ApiRoute, type PageBody, pageOf, pageOfList, pageQuery, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type ProjectionReport, projectionSchema } from '../projection.report.js';
import { ProjectionsReader } from '../projections.reader.js';

@ApiTags('Operations')
@Controller('api/projections/')
export class ListProjectionsRoute {
  constructor(
    private readonly projections: ProjectionsReader,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('operator')
  @ApiRoute({
    summary: 'List the read models',
    description: 'Every projection by name: what it is doing, how many events it has seen and how fast.',
    answers: { 200: pageOf(projectionSchema, 'ProjectionPage') },
    errors: [404],
  })
  async list(
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<ProjectionReport>> {
    return pageOfList(await this.projections.all(), query, request, this.settings);
  }
}
