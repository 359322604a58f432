import { ApiRoute, Caller, RequireScope } from '#http';
import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type ConfigBody, presentConfig } from '../config.presenter.js';
import { configSchema } from '../config.schema.js';
import { GetCaseConfig } from './get-case-config.handler.js';

@ApiTags('Case configs')
@Controller('api/case-configs/')
export class GetCaseConfigRoute {
  constructor(private readonly queries: QueryBus) {}

  @Get(':slug/')
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'Get a case config', description: 'Its newest version.', answers: { 200: configSchema }, errors: [404] })
  async get(@Param('slug') slug: string, @Caller() caller: Caller): Promise<ConfigBody> {
    return presentConfig(await this.queries.execute(new GetCaseConfig(caller.org, slug)));
  }
}
