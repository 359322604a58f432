import { ApiRoute, Caller, RequireScope } from '#http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { providersSchema, type ProvidersView } from '../provider.view.js';
import { GetProviders } from './get-providers.handler.js';

@ApiTags('Providers')
@Controller('api/providers/')
export class GetProvidersRoute {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @RequireScope('configs:write')
  @ApiRoute({
    summary: 'Get the providers',
    description: 'Who carries out the checks, and which types of them; no secrets. Types that are not named are decided by hand.',
    answers: { 200: providersSchema },
  })
  get(@Caller() caller: Caller): Promise<ProvidersView> {
    return this.queries.execute(new GetProviders(caller.org));
  }
}
