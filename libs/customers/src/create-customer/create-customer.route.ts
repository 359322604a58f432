import { ApiRoute, Caller, CommandContexts, RequireScope, tagAnswer, VersionedBody } from '#http';
import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CustomerState } from '../customer.state.js';
import { createCustomerBody, customerResource } from '../customer.versions.js';
import { CreateCustomer } from './create-customer.handler.js';
import type { CreateCustomerInput } from './create-customer.js';

@ApiTags('Customers')
@Controller('api/customers/')
export class CreateCustomerRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @RequireScope('customers:write')
  @ApiRoute({ summary: 'Create a customer', answers: { 201: customerResource }, errors: [400], tagged: true })
  async create(
    @VersionedBody(createCustomerBody) body: CreateCustomerInput,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerState> {
    const customer = await this.commands.execute(new CreateCustomer(body, this.contexts.of(caller)));
    tagAnswer(reply, customer.revision);
    return customer;
  }
}
