import { ApiRoute, Caller, CommandContexts, RequireScope, tagAnswer } from '#http';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { customerSchema } from '../customer.schema.js';
import { presentCustomer } from '../customer.view.js';
import { CreateCustomer } from './create-customer.handler.js';
import { createCustomerInput, type CreateCustomerInput } from './create-customer.js';

@ApiTags('Customers')
@Controller('api/customers/')
export class CreateCustomerRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @RequireScope('customers:write')
  @ApiRoute({ summary: 'Create a customer', answers: { 201: customerSchema }, errors: [400], tagged: true })
  async create(
    @Body({ schema: createCustomerInput }) body: CreateCustomerInput,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof customerSchema>> {
    const customer = await this.commands.execute(new CreateCustomer(body, this.contexts.of(caller)));
    tagAnswer(reply, customer.revision);
    return presentCustomer(customer);
  }
}
