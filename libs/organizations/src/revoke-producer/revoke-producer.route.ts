import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Controller, Delete, HttpCode, HttpStatus, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RevokeProducer } from './revoke-producer.handler.js';

@ApiTags('Producers')
@Controller('api/producers/')
export class RevokeProducerRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Delete(':producer_id/')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequireScope('admin')
  @ApiRoute({
    summary: 'Revoke a producer',
    description: 'What it signs is refused within moments. Commands that it gave before keep their answers.',
    answers: { 204: null },
    errors: [404],
  })
  revoke(@Param('producer_id') producerId: string, @Caller() caller: Caller): Promise<void> {
    return this.commands.execute(new RevokeProducer(producerId.toLowerCase(), this.contexts.of(caller)));
  }
}
