import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { registeredProducerSchema } from '../producer.view.js';
import { type RegisteredProducer, RegisterProducer } from './register-producer.handler.js';
import { registerProducerInput, type RegisterProducerInput } from './register-producer.js';

@ApiTags('Producers')
@Controller('api/producers/')
export class RegisterProducerRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @RequireScope('admin')
  @ApiRoute({
    summary: 'Register a producer',
    description: 'A service of your own that gives commands by message. It signs them with the secret, which is shown this once.',
    answers: { 201: registeredProducerSchema },
    errors: [400],
  })
  register(@Body({ schema: registerProducerInput }) body: RegisterProducerInput, @Caller() caller: Caller): Promise<RegisteredProducer> {
    return this.commands.execute(new RegisterProducer(body, this.contexts.of(caller)));
  }
}
