import { ApiRoute, Caller, type PageBody, pageOf, pageOfList, pageQuery, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { clientSchema, type ClientView } from '../client.view.js';
import { ListClients } from './list-clients.handler.js';

@ApiTags('Clients')
@Controller('api/clients/')
export class ListClientsRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('admin')
  @ApiRoute({
    summary: 'List the clients',
    description: 'Programs that use this API: the newest first, the revoked ones too.',
    answers: { 200: pageOf(clientSchema, 'ClientPage') },
    errors: [404],
  })
  async list(
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<ClientView>> {
    return pageOfList(await this.queries.execute(new ListClients(caller.org)), query, request, this.settings);
  }
}
