import { ApiRoute, Caller, CommandContexts, RequireScope, VersionedBody } from '#http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { addCheckBody, checkResource } from '../case.versions.js';
import { checkOfCase, type CheckOfCase } from '../check.find.js';
import { AddCheck } from './add-check.handler.js';
import type { AddCheckInput } from './add-check.js';

@ApiTags('Checks')
@Controller('api/checks/')
export class AddCheckRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @RequireScope('cases:write')
  @ApiRoute({
    summary: 'Add a check to a case',
    description: 'In a running case it starts at once; a finished case takes none.',
    answers: { 201: checkResource },
    errors: [400],
  })
  async add(@VersionedBody(addCheckBody) body: AddCheckInput, @Caller() caller: Caller): Promise<CheckOfCase> {
    const { document, checkId } = await this.commands.execute(new AddCheck(body, this.contexts.of(caller)));
    return checkOfCase(document, checkId);
  }
}
