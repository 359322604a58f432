import { ApiRoute, Caller, CommandContexts, RequireScope, tagAnswer, VersionedBody } from '#http';
import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { caseResource, createCaseBody } from '../case.versions.js';
import type { CaseDocument } from '../case.view.js';
import { CreateCase } from './create-case.handler.js';
import type { CreateCaseInput } from './create-case.js';

@ApiTags('Cases')
@Controller('api/cases/')
export class CreateCaseRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @RequireScope('cases:write')
  @ApiRoute({
    summary: 'Create a case',
    description: 'For a customer that is there (`customer_id`), or one that is made or brought up to date on the way (`customer`).',
    answers: { 201: caseResource },
    errors: [400],
    tagged: true,
  })
  async create(
    @VersionedBody(createCaseBody) body: CreateCaseInput,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDocument> {
    const document = await this.commands.execute(new CreateCase(body, caller.apiVersion, this.contexts.of(caller)));
    tagAnswer(reply, document.revision);
    return document;
  }
}
