import { ApiRoute, Caller, CommandContexts, EntityIdPipe, RequireScope, tagAnswer } from '#http';
import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { caseResource } from '../case.versions.js';
import type { CaseDocument } from '../case.view.js';
import { AddNote } from './add-note.handler.js';
import { addNoteInput, type AddNoteInput } from './add-note.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class AddNoteRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post(':id/notes/')
  @RequireScope('cases:write')
  @ApiRoute({
    summary: 'Add a note to a case',
    description: 'The `note` of the case is the latest one; its history has them all.',
    answers: { 201: caseResource },
    errors: [400, 404],
    tagged: true,
  })
  async add(
    @Param('id', EntityIdPipe) id: number,
    @Body({ schema: addNoteInput }) body: AddNoteInput,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDocument> {
    const document = await this.commands.execute(new AddNote(id, body, this.contexts.of(caller)));
    tagAnswer(reply, document.revision);
    return document;
  }
}
