import { ApiRoute, Caller, EntityIdPipe, RequireScope } from '#http';
import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { customerSchema } from '../customer.schema.js';
import { presentCustomer } from '../customer.view.js';
import { GetCustomer } from './get-customer.handler.js';

@ApiTags('Customers')
@Controller('api/customers/')
export class GetCustomerRoute {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id/')
  @RequireScope('customers:read')
  @ApiRoute({ summary: 'Get a customer', answers: { 200: customerSchema }, errors: [404] })
  async get(@Param('id', EntityIdPipe) id: number, @Caller() caller: Caller): Promise<z.output<typeof customerSchema>> {
    return presentCustomer(await this.queries.execute(new GetCustomer(caller.org, id)));
  }
}
