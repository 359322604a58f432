import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Body, Controller, Header, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { providersSetSchema } from '../provider.view.js';
import { type ProvidersSet, SetProviders } from './set-providers.handler.js';
import { setProvidersInput, type SetProvidersInput } from './set-providers.input.js';

@ApiTags('Providers')
@Controller('api/providers/')
export class SetProvidersRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Put()
  @Header('cache-control', 'no-store')
  @RequireScope('configs:write')
  @ApiRoute({
    summary: 'Set the providers',
    description:
      'Who carries out the checks, and which types of them: all of it, in place of what was there. Checks that are requested from now on go by it. ' +
      'A new provider of kind http gets a secret, which its requests are signed with and which is shown this once.',
    answers: { 200: providersSetSchema },
    errors: [400],
  })
  set(@Body({ schema: setProvidersInput }) body: SetProvidersInput, @Caller() caller: Caller): Promise<ProvidersSet> {
    return this.commands.execute(new SetProviders(body, this.contexts.of(caller)));
  }
}
