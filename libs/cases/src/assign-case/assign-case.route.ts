import { ApiRoute, Caller, CommandContexts, EntityIdPipe, RequireScope, tagAnswer } from '#http';
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { caseResource } from '../case.versions.js';
import type { CaseDocument } from '../case.view.js';
import { AssignCase } from './assign-case.handler.js';
import { assignCaseInput, type AssignCaseInput } from './assign-case.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class AssignCaseRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post(':id/assign/')
  @HttpCode(200)
  @RequireScope('cases:write')
  @ApiRoute({
    summary: 'Assign a case',
    description: 'To a member of the organization, by e-mail address; or, with null, to nobody.',
    answers: { 200: caseResource },
    errors: [400, 404, 409],
    tagged: true,
  })
  async assign(
    @Param('id', EntityIdPipe) id: number,
    @Body({ schema: assignCaseInput }) body: AssignCaseInput,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDocument> {
    const document = await this.commands.execute(new AssignCase(id, body, this.contexts.of(caller)));
    tagAnswer(reply, document.revision);
    return document;
  }
}
