import { ApiRoute, Caller, EntityIdPipe, RequireScope } from '#http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { parseAsOf } from '../as-of.js';
import { presentCase } from '../case.presenter.js';
import { caseSchema } from '../case.schema.js';
import { GetCase } from './get-case.handler.js';

const getCaseQuery = z.object({
  as_of: z
    .string()
    .transform((text, context) => {
      const asOf = parseAsOf(text);
      if (!asOf) context.addIssue({ code: 'custom', message: 'Enter a revision (0, 1, …) or an ISO 8601 time with its offset.' });
      return asOf;
    })
    .optional()
    .meta({ description: 'Show the case exactly as it was: at a revision, or at a time.', example: '2026-01-02T03:04:05Z' }),
});

@ApiTags('Cases')
@Controller('api/cases/')
export class GetCaseRoute {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id/')
  @RequireScope('cases:read')
  @ApiRoute({
    summary: 'Get a case',
    description: 'As it is now; or, with `as_of`, as it was, with its customer as it then was.',
    answers: { 200: caseSchema },
    errors: [400, 404],
  })
  async get(
    @Param('id', EntityIdPipe) id: number,
    @Query({ schema: getCaseQuery }) query: z.output<typeof getCaseQuery>,
    @Caller() caller: Caller,
  ): Promise<z.output<typeof caseSchema>> {
    return presentCase(await this.queries.execute(new GetCase(caller.org, id, query.as_of)));
  }
}
