import { ApiRoute, Caller, CommandContexts, type ExpectedRevisions, IfMatch, RequireScope, tagAnswer, TakesIfMatch, VersionedBody } from '#http';
import { Controller, HttpCode, Patch, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CustomerState } from '../customer.state.js';
import { customerResource, updateCustomerBody } from '../customer.versions.js';
import { UpdateCustomer } from './update-customer.handler.js';
import type { UpdateCustomerInput } from './update-customer.js';

const DESCRIPTION = {
  description: 'The one with this `external_id`. Fields that are given get these values, `input_details` as a whole; the others stay.',
  answers: { 200: customerResource },
  errors: [400, 404],
  tagged: true,
} as const;

@ApiTags('Customers')
@Controller('api/customers/update/')
export class UpdateCustomerRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Patch()
  @RequireScope('customers:write')
  @TakesIfMatch()
  @ApiRoute({ summary: 'Update a customer', ...DESCRIPTION, since: 3 })
  async patch(
    @VersionedBody(updateCustomerBody) body: UpdateCustomerInput,
    @IfMatch() expected: ExpectedRevisions,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerState> {
    const customer = await this.commands.execute(new UpdateCustomer(body, this.contexts.of(caller), expected));
    tagAnswer(reply, customer.revision);
    return customer;
  }

  @Post()
  @HttpCode(200)
  @RequireScope('customers:write')
  @TakesIfMatch()
  @ApiRoute({ summary: 'Update a customer by POST', ...DESCRIPTION, since: 2 })
  post(
    @VersionedBody(updateCustomerBody) body: UpdateCustomerInput,
    @IfMatch() expected: ExpectedRevisions,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerState> {
    return this.patch(body, expected, caller, reply);
  }
}
