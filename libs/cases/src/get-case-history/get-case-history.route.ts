import { ApiRoute, Caller, EntityIdPipe, type PageBody, pageOf, pageOfList, pageQuery, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { historyEntrySchema } from './history-entry.schema.js';
import type { HistoryEntry } from './case-history.js';
import { GetCaseHistory } from './get-case-history.handler.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class GetCaseHistoryRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get(':id/history/')
  @RequireScope('audit:read')
  @ApiRoute({
    summary: 'Get the history of a case',
    description: 'Every event, oldest first: its number, time, actor and cause, and what it changed, field by field.',
    answers: { 200: pageOf(historyEntrySchema, 'HistoryPage') },
    errors: [404],
  })
  async list(
    @Param('id', EntityIdPipe) id: number,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<HistoryEntry>> {
    return pageOfList(await this.queries.execute(new GetCaseHistory(caller.org, id)), query, request, this.settings);
  }
}
