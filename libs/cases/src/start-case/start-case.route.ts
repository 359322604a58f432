import {
  ApiRoute, Caller, CommandContexts, EntityIdPipe, type ExpectedRevisions, IfMatch, RequireScope, tagAnswer, TakesIfMatch, VersionedBody,
} from '#http';
import { Controller, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { startCaseBody, startedCaseResource } from '../case.versions.js';
import { StartCase, type StartedCase } from './start-case.handler.js';
import { type StartAction, type StartCaseInput, startCaseQuery } from './start-case.js';

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
  @TakesIfMatch()
  @ApiRoute({
    summary: 'Start a case',
    description:
      'A case that runs or is finished stays as it is: 202, and `action_taken` says so. With `allow_restart` in query or body, and always ' +
      'in versions 1 and 2, a finished case is archived and a new one takes its place, with the same `external_id` and its checks anew: ' +
      'the answer is the new case, also when the old one was restarted before. A case that has run for over 30 minutes without any ' +
      'progress is rescued: what is not finished is asked for again.',
    answers: { 200: startedCaseResource, 202: startedCaseResource },
    errors: [400, 404],
    tagged: true,
  })
  async start(
    @Param('id', EntityIdPipe) id: number,
    @Query({ schema: startCaseQuery }) query: z.output<typeof startCaseQuery>,
    @VersionedBody(startCaseBody, { required: false }) body: StartCaseInput,
    @IfMatch() expected: ExpectedRevisions,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StartedCase> {
    const allowRestart = query.allow_restart === true || body?.allow_restart === true;
    const started = await this.commands.execute(new StartCase(id, allowRestart, this.contexts.of(caller), expected));
    reply.status(NOOPS.has(started.action) ? HttpStatus.ACCEPTED : HttpStatus.OK);
    tagAnswer(reply, started.document.revision);
    return started;
  }
}
