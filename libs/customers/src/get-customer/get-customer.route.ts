import { notFound } from '#event-sourcing';
import { ApiRoute, Caller, EntityIdPipe, RequireScope } from '#http';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CustomerReader } from '../customer.reader.js';
import { customerSchema } from '../customer.schema.js';
import { presentCustomer } from '../customer.view.js';

@ApiTags('Customers')
@Controller('api/customers/')
export class GetCustomerRoute {
  constructor(private readonly customers: CustomerReader) {}

  @Get(':id/')
  @RequireScope('customers:read')
  @ApiRoute({ summary: 'Get a customer', answers: { 200: customerSchema }, errors: [404] })
  async get(@Param('id', EntityIdPipe) id: number, @Caller() caller: Caller): Promise<z.output<typeof customerSchema>> {
    const customer = await this.customers.get(caller.org, id);
    if (!customer) throw notFound('customer');
    return presentCustomer(customer);
  }
}
