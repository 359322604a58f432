import { ApiRoute, Caller, CommandContexts, EntityIdPipe, RequireScope } from '#http';
import { Body, Controller, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { presentCase } from '../case.presenter.js';
import { startedCaseSchema } from '../case.schema.js';
import { StartCase } from './start-case.handler.js';
import { startCaseInput, startCaseQuery } from './start-case.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class StartCaseRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post(':id/start/')
  @RequireScope('cases:write')
  @ApiBody({ required: false })
  @ApiRoute({
    summary: 'Start a case',
    description:
      'A case that runs or is finished stays as it is: 202, and `action_taken` says so. With `allow_restart` in query or body, a ' +
      'finished case is archived and a new one takes its place, with the same `external_id` and its checks anew: the answer is ' +
      'the new case, also when the old one was restarted before.',
    answers: { 200: startedCaseSchema, 202: startedCaseSchema },
    errors: [400, 404],
  })
  async start(
    @Param('id', EntityIdPipe) id: number,
    @Query({ schema: startCaseQuery }) query: z.output<typeof startCaseQuery>,
    @Body({ schema: startCaseInput }) body: z.output<typeof startCaseInput>,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof startedCaseSchema>> {
    const allowRestart = query.allow_restart === true || body?.allow_restart === true;
    const { document, action } = await this.commands.execute(new StartCase(id, allowRestart, this.contexts.of(caller)));
    reply.status(action === 'started' || action === 'restarted' ? HttpStatus.OK : HttpStatus.ACCEPTED);
    return { ...presentCase(document), action_taken: action };
  }
}
