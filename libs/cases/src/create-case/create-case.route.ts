import { API_VERSION, ApiRoute, Caller, CommandContexts, RequireScope, tagAnswer } from '#http';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { presentCase } from '../case.presenter.js';
import { caseSchema } from '../case.schema.js';
import { CreateCase } from './create-case.handler.js';
import { createCaseInput, type CreateCaseInput } from './create-case.js';

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
    answers: { 201: caseSchema },
    errors: [400],
    tagged: true,
  })
  async create(
    @Body({ schema: createCaseInput }) body: CreateCaseInput,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof caseSchema>> {
    const document = await this.commands.execute(new CreateCase(body, Number(API_VERSION), this.contexts.of(caller)));
    tagAnswer(reply, document.revision);
    return presentCase(document);
  }
}
