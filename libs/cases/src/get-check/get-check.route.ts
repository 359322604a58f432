import { notFound } from '#event-sourcing';
import { ApiRoute, Caller, EntityIdPipe, RequireScope } from '#http';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { presentCheckById } from '../case.presenter.js';
import { CaseReader } from '../case.reader.js';
import { checkSchema } from '../case.schema.js';
import { caseIdOfCheck } from '../check-ids.js';

@ApiTags('Checks')
@Controller('api/checks/')
export class GetCheckRoute {
  constructor(private readonly cases: CaseReader) {}

  @Get(':id/')
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'Get a check', answers: { 200: checkSchema }, errors: [404] })
  async get(@Param('id', EntityIdPipe) id: number, @Caller() caller: Caller): Promise<z.output<typeof checkSchema>> {
    const document = await this.cases.current(caller.org, caseIdOfCheck(id));
    if (!document) throw notFound('check');
    return presentCheckById(document, id);
  }
}
