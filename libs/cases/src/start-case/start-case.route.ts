import { ApiRoute, Caller, CommandContexts, EntityIdPipe, RequireScope } from '#http';
import { Controller, HttpStatus, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { presentCase } from '../case.presenter.js';
import { startedCaseSchema } from '../case.schema.js';
import { StartCase } from './start-case.handler.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class StartCaseRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post(':id/start/')
  @RequireScope('cases:write')
  @ApiRoute({
    summary: 'Start a case',
    description: 'A case that runs or is finished stays as it is: 202, and `action_taken` says so.',
    answers: { 200: startedCaseSchema, 202: startedCaseSchema },
    errors: [400, 404],
  })
  async start(
    @Param('id', EntityIdPipe) id: number,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof startedCaseSchema>> {
    const { document, action } = await this.commands.execute(new StartCase(id, this.contexts.of(caller)));
    reply.status(action === 'started' ? HttpStatus.OK : HttpStatus.ACCEPTED);
    return { ...presentCase(document), action_taken: action };
  }
}
