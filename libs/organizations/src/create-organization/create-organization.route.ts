import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Body, Controller, Header, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { createdOrganizationSchema, type CreatedOrganization } from '../organization.view.js';
import { CreateOrganization } from './create-organization.handler.js';
import { createOrganizationInput, type CreateOrganizationInput } from './create-organization.js';

@ApiTags('Organizations')
@Controller('api/organizations/')
export class CreateOrganizationRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  @RequireScope('operator')
  @ApiRoute({
    summary: 'Create an organization',
    description: 'With a first client that has every scope but `operator`; its secret is shown this once. A slug never changes.',
    answers: { 201: createdOrganizationSchema },
    errors: [400],
  })
  create(@Body({ schema: createOrganizationInput }) body: CreateOrganizationInput, @Caller() caller: Caller): Promise<CreatedOrganization> {
    return this.commands.execute(new CreateOrganization(body, this.contexts.of(caller)));
  }
}
