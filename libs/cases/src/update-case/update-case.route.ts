import { ApiRoute, Caller, CommandContexts, EntityIdPipe, type ExpectedRevisions, IfMatch, RequireScope, tagAnswer, TakesIfMatch } from '#http';
import { Body, Controller, Param, Patch, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { presentCase } from '../case.presenter.js';
import { caseSchema } from '../case.schema.js';
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
    answers: { 200: caseSchema },
    errors: [400, 404, 409],
    tagged: true,
  })
  async update(
    @Param('id', EntityIdPipe) id: number,
    @Body({ schema: updateCaseInput }) body: UpdateCaseInput,
    @IfMatch() expected: ExpectedRevisions,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof caseSchema>> {
    const document = await this.commands.execute(new UpdateCase(id, body, this.contexts.of(caller), expected));
    tagAnswer(reply, document.revision);
    return presentCase(document);
  }
}
