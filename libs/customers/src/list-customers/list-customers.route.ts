import { absoluteUrl, ApiRoute, Caller, listBody, listRequest, type PageBody, RequireScope, resourcePage } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { CustomerState } from '../customer.state.js';
import { customerResource } from '../customer.versions.js';
import { ListCustomers } from './list-customers.handler.js';
import { listCustomersQuery, type ListCustomersQuery } from './list-customers.query.js';

@ApiTags('Customers')
@Controller('api/customers/')
export class ListCustomersRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('customers:read')
  @ApiRoute({
    summary: 'List customers',
    description: 'Newest first.',
    answers: { 200: resourcePage(customerResource, 'CustomerPage') },
    errors: [400, 404],
  })
  async list(
    @Query({ schema: listCustomersQuery }) query: ListCustomersQuery,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<CustomerState>> {
    const page = await this.queries.execute(new ListCustomers(caller.org, query, listRequest(query)));
    return listBody(page, page.documents, absoluteUrl(request, this.settings));
  }
}
