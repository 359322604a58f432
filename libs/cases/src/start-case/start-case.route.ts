import { ApiRoute, Caller, CommandContexts, EntityIdPipe, type ExpectedRevisions, IfMatch, RequireScope, tagAnswer, TakesIfMatch } from '#http';
import { Body, Controller, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { presentCase } from '../case.presenter.js';
import { startedCaseSchema } from '../case.schema.js';
import { StartCase } from './start-case.handler.js';
import { type StartAction, startCaseInput, startCaseQuery } from './start-case.js';

const NOOPS: ReadonlySet<StartAction> = new Set(['noop_already_running', 'noop_already_started']);

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
  @TakesIfMatch()
  @ApiRoute({
    summary: 'Start a case',
    description:
      'A case that runs or is finished stays as it is: 202, and `action_taken` says so. With `allow_restart` in query or body, a ' +
      'finished case is archived and a new one takes its place, with the same `external_id` and its checks anew: the answer is ' +
      'the new case, also when the old one was restarted before. A case that has run for over 30 minutes without any progress is ' +
      'rescued: what is not finished is asked for again.',
    answers: { 200: startedCaseSchema, 202: startedCaseSchema },
    errors: [400, 404],
    tagged: true,
  })
  async start(
    @Param('id', EntityIdPipe) id: number,
    @Query({ schema: startCaseQuery }) query: z.output<typeof startCaseQuery>,
    @Body({ schema: startCaseInput }) body: z.output<typeof startCaseInput>,
    @IfMatch() expected: ExpectedRevisions,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof startedCaseSchema>> {
    const allowRestart = query.allow_restart === true || body?.allow_restart === true;
    const { document, action } = await this.commands.execute(new StartCase(id, allowRestart, this.contexts.of(caller), expected));
    reply.status(NOOPS.has(action) ? HttpStatus.ACCEPTED : HttpStatus.OK);
    tagAnswer(reply, document.revision);
    return { ...presentCase(document), action_taken: action };
  }
}
