import { ApiRoute, Caller, CommandContexts, EntityIdPipe, type ExpectedRevisions, IfMatch, RequireScope, tagAnswer, TakesIfMatch } from '#http';
import { Body, Controller, Param, Patch, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { caseResource } from '../case.versions.js';
import type { CaseDocument } from '../case.view.js';
import { UpdateCase } from './update-case.handler.js';
import { updateCaseInput, type UpdateCaseInput } from './update-case.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class UpdateCaseRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Patch(':id/')
  @RequireScope('cases:write')
  @TakesIfMatch()
  @ApiRoute({
    summary: 'Update a case',
    description: 'Fields that are given get these values, `metadata` and `sync_platforms` as a whole; any other field is refused.',
    answers: { 200: caseResource },
    errors: [400, 404, 409],
    tagged: true,
    since: 3,
  })
  async update(
    @Param('id', EntityIdPipe) id: number,
    @Body({ schema: updateCaseInput }) body: UpdateCaseInput,
    @IfMatch() expected: ExpectedRevisions,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDocument> {
    const document = await this.commands.execute(new UpdateCase(id, body, this.contexts.of(caller), expected));
    tagAnswer(reply, document.revision);
    return document;
  }
}
