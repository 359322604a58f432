import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Body, Controller, Param, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { replaceConfigInput, type ReplaceConfigInput } from '../config.input.js';
import { type ConfigBody, presentConfig } from '../config.presenter.js';
import { configSchema } from '../config.schema.js';
import { ReplaceCaseConfig } from './replace-case-config.handler.js';

@ApiTags('Case configs')
@Controller('api/case-configs/')
export class ReplaceCaseConfigRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Put(':slug/')
  @RequireScope('configs:write')
  @ApiRoute({
    summary: 'Make a new version of a case config',
    description: 'For cases to come: those that are there keep the version that they were made with. What is so already makes no version.',
    answers: { 200: configSchema },
    errors: [400, 404],
  })
  async replace(
    @Param('slug') slug: string,
    @Body({ schema: replaceConfigInput }) body: ReplaceConfigInput,
    @Caller() caller: Caller,
  ): Promise<ConfigBody> {
    return presentConfig(await this.commands.execute(new ReplaceCaseConfig(slug, body, this.contexts.of(caller))));
  }
}
