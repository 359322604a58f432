import { ApiRoute, Caller, CommandContexts, EntityIdPipe, RequireScope } from '#http';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { checkResource } from '../case.versions.js';
import { checkReasonInput } from '../check-reason.input.js';
import { checkOfCase, type CheckOfCase } from '../check.find.js';
import { FailCheck } from './fail-check.handler.js';

@ApiTags('Checks')
@Controller('api/checks/')
export class FailCheckRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post(':id/fail/')
  @HttpCode(200)
  @RequireScope('decisions:write')
  @ApiRoute({
    summary: 'Fail a check',
    description: 'It could not be carried out; its case is never accepted without a decision on it.',
    answers: { 200: checkResource },
    errors: [400, 404, 409],
  })
  async fail(
    @Param('id', EntityIdPipe) id: number,
    @Body({ schema: checkReasonInput }) body: z.output<typeof checkReasonInput>,
    @Caller() caller: Caller,
  ): Promise<CheckOfCase> {
    return checkOfCase(await this.commands.execute(new FailCheck(id, body.reason, this.contexts.of(caller))), id);
  }
}
