import { ApiRoute, Caller, CommandContexts, EntityIdPipe, RequireScope } from '#http';
import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { checkResource } from '../case.versions.js';
import { checkOfCase, type CheckOfCase } from '../check.find.js';
import { DecideCheck } from './decide-check.handler.js';
import { decideCheckInput } from './decide-check.js';

@ApiTags('Checks')
@Controller('api/checks/')
export class DecideCheckRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post(':id/decide/')
  @HttpCode(200)
  @RequireScope('decisions:write')
  @ApiRoute({
    summary: 'Decide a check',
    description: 'By a person, or by an internal service over HTTP. A decision may be changed later, also when its case is complete.',
    answers: { 200: checkResource },
    errors: [400, 404, 409],
  })
  @ApiHeader({
    name: 'Casetrail-Check-Run',
    required: false,
    description: 'The `run_id` of the request that a provider answers, such as `2176.3`: 409 once the check does not wait for it any more.',
  })
  async decide(
    @Param('id', EntityIdPipe) id: number,
    @Body({ schema: decideCheckInput }) body: z.output<typeof decideCheckInput>,
    @Caller() caller: Caller,
    @Headers('casetrail-check-run') request: string | undefined,
  ): Promise<CheckOfCase> {
    return checkOfCase(await this.commands.execute(new DecideCheck(id, body, this.contexts.of(caller), request)), id);
  }
}
