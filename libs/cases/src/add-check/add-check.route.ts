import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { presentCheckById } from '../case.presenter.js';
import { checkSchema } from '../case.schema.js';
import { AddCheck } from './add-check.handler.js';
import { addCheckInput, type AddCheckInput } from './add-check.js';

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
    answers: { 201: checkSchema },
    errors: [400],
  })
  async add(@Body({ schema: addCheckInput }) body: AddCheckInput, @Caller() caller: Caller): Promise<z.output<typeof checkSchema>> {
    const { document, checkId } = await this.commands.execute(new AddCheck(body, this.contexts.of(caller)));
    return presentCheckById(document, checkId);
  }
}
