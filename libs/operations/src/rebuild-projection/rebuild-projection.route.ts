import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type ProjectionReport, projectionSchema } from '../projection.report.js';
import { RebuildProjection } from './rebuild-projection.handler.js';

@ApiTags('Operations')
@Controller('api/projections/')
export class RebuildProjectionRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post(':name/rebuild/')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequireScope('operator')
  @ApiRoute({
    summary: 'Rebuild a read model',
    description:
      'From the start of the log, beside the one that queries read until the new one has caught up. The answer comes at ' +
      'once; `rebuilding` says when it is done. A rebuild that is on its way already is begun anew.',
    answers: { 202: projectionSchema },
    errors: [404],
  })
  rebuild(@Param('name') name: string, @Caller() caller: Caller): Promise<ProjectionReport> {
    return this.commands.execute(new RebuildProjection(name, this.contexts.of(caller).commandId));
  }
}
