import { ApiRoute, Caller, EntityIdPipe, RequireScope } from '#http';
import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { presentCheckById } from '../case.presenter.js';
import { checkSchema } from '../case.schema.js';
import { GetCheck } from './get-check.handler.js';

@ApiTags('Checks')
@Controller('api/checks/')
export class GetCheckRoute {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id/')
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'Get a check', answers: { 200: checkSchema }, errors: [404] })
  async get(@Param('id', EntityIdPipe) id: number, @Caller() caller: Caller): Promise<z.output<typeof checkSchema>> {
    return presentCheckById(await this.queries.execute(new GetCheck(caller.org, id)), id);
  }
}
