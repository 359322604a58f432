import { ApiRoute, Caller, EntityIdPipe, RequireScope } from '#http';
import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { checkResource } from '../case.versions.js';
import { checkOfCase, type CheckOfCase } from '../check.find.js';
import { GetCheck } from './get-check.handler.js';

@ApiTags('Checks')
@Controller('api/checks/')
export class GetCheckRoute {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id/')
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'Get a check', answers: { 200: checkResource }, errors: [404] })
  async get(@Param('id', EntityIdPipe) id: number, @Caller() caller: Caller): Promise<CheckOfCase> {
    return checkOfCase(await this.queries.execute(new GetCheck(caller.org, id)), id);
  }
}
