import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { createConfigInput, type CreateConfigInput } from '../config.input.js';
import { type ConfigBody, presentConfig } from '../config.presenter.js';
import { configSchema } from '../config.schema.js';
import { CreateCaseConfig } from './create-case-config.handler.js';

@ApiTags('Case configs')
@Controller('api/case-configs/')
export class CreateCaseConfigRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @RequireScope('configs:write')
  @ApiRoute({
    summary: 'Create a case config',
    description: 'A case config, or a dual one (`kyb` and `kyc`), which is of one kind for ever. A field that is not known is refused.',
    answers: { 201: configSchema },
    errors: [400],
  })
  async create(@Body({ schema: createConfigInput }) body: CreateConfigInput, @Caller() caller: Caller): Promise<ConfigBody> {
    return presentConfig(await this.commands.execute(new CreateCaseConfig(body, this.contexts.of(caller))));
  }
}
