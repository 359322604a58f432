import { ApiRoute, Caller, EntityIdPipe, IfNoneMatch, isKnown, RequireScope, tagAnswer, TakesIfNoneMatch } from '#http';
import { Controller, Get, HttpStatus, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CustomerState } from '../customer.state.js';
import { customerResource } from '../customer.versions.js';
import { GetCustomer } from './get-customer.handler.js';

@ApiTags('Customers')
@Controller('api/customers/')
export class GetCustomerRoute {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id/')
  @RequireScope('customers:read')
  @TakesIfNoneMatch()
  @ApiRoute({ summary: 'Get a customer', answers: { 200: customerResource }, errors: [404], tagged: true })
  async get(
    @Param('id', EntityIdPipe) id: number,
    @IfNoneMatch() known: string | undefined,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerState | undefined> {
    const customer = await this.queries.execute(new GetCustomer(caller.org, id));
    tagAnswer(reply, customer.revision);
    if (isKnown(known, customer.revision)) {
      reply.status(HttpStatus.NOT_MODIFIED);
      return undefined;
    }
    return customer;
  }
}
