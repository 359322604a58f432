import { ApiRoute, Caller, type PageBody, pageOf, pageOfList, pageQuery, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { producerSchema, type ProducerView } from '../producer.view.js';
import { ListProducers } from './list-producers.handler.js';

@ApiTags('Producers')
@Controller('api/producers/')
export class ListProducersRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('admin')
  @ApiRoute({
    summary: 'List the producers',
    description: 'Services of your own that give commands by message: the newest first, the revoked ones too.',
    answers: { 200: pageOf(producerSchema, 'ProducerPage') },
    errors: [404],
  })
  async list(
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<ProducerView>> {
    return pageOfList(await this.queries.execute(new ListProducers(caller.org)), query, request, this.settings);
  }
}
