import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Controller, Delete, HttpCode, HttpStatus, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RevokeClient } from './revoke-client.handler.js';

@ApiTags('Clients')
@Controller('api/clients/')
export class RevokeClientRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Delete(':client_id/')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequireScope('admin')
  @ApiRoute({
    summary: 'Revoke a client',
    description: 'It gets no more access tokens, and those that it has stop working within moments.',
    answers: { 204: null },
    errors: [404],
  })
  revoke(@Param('client_id') clientId: string, @Caller() caller: Caller): Promise<void> {
    return this.commands.execute(new RevokeClient(clientId.toLowerCase(), this.contexts.of(caller)));
  }
}
