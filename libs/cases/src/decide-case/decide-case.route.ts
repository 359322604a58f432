import { ApiRoute, Caller, CommandContexts, EntityIdPipe, RequireScope, tagAnswer } from '#http';
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { caseResource } from '../case.versions.js';
import type { CaseDocument } from '../case.view.js';
import { DecideCase } from './decide-case.handler.js';
import { decideCaseInput, type DecideCaseInput } from './decide-case.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class DecideCaseRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post(':id/decide/')
  @HttpCode(200)
  @RequireScope('decisions:write')
  @ApiRoute({
    summary: 'Decide a case',
    description:
      'As a whole: this outcome wins over what its checks come to, now and later. Whether the case is complete is still said ' +
      'by its checks; when it is, a decision that changes its outcome goes to the webhook again.',
    answers: { 200: caseResource },
    errors: [400, 404, 409],
    tagged: true,
  })
  async decide(
    @Param('id', EntityIdPipe) id: number,
    @Body({ schema: decideCaseInput }) body: DecideCaseInput,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDocument> {
    const document = await this.commands.execute(new DecideCase(id, body, this.contexts.of(caller)));
    tagAnswer(reply, document.revision);
    return document;
  }
}
