import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Body, Controller, Header, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { registeredClientSchema } from '../client.view.js';
import { type RegisteredClient, RegisterClient } from './register-client.handler.js';
import { registerClientInput, type RegisterClientInput } from './register-client.js';

@ApiTags('Clients')
@Controller('api/clients/')
export class RegisterClientRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  @RequireScope('admin')
  @ApiRoute({
    summary: 'Register a client',
    description: 'A program that uses this API. The secret is shown this once. The scope `operator` is given only by whoever has it.',
    answers: { 201: registeredClientSchema },
    errors: [400],
  })
  register(@Body({ schema: registerClientInput }) body: RegisterClientInput, @Caller() caller: Caller): Promise<RegisteredClient> {
    return this.commands.execute(new RegisterClient(body, caller.scopes, this.contexts.of(caller)));
  }
}
