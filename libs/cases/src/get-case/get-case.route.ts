import { ApiRoute, Caller, EntityIdPipe, IfNoneMatch, isKnown, RequireScope, tagAnswer, TakesIfNoneMatch } from '#http';
import { Controller, Get, HttpStatus, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { parseAsOf } from '../as-of.js';
import { caseResource } from '../case.versions.js';
import type { CaseDocument } from '../case.view.js';
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
    .meta({ description: 'Show the case exactly as it was: at a revision, such as `4`, or at a time, such as `2026-01-02T03:04:05Z`.' }),
});

@ApiTags('Cases')
@Controller('api/cases/')
export class GetCaseRoute {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id/')
  @RequireScope('cases:read')
  @TakesIfNoneMatch()
  @ApiRoute({
    summary: 'Get a case',
    description: 'As it is now; or, with `as_of`, as it was, with its customer as it then was.',
    answers: { 200: caseResource },
    errors: [400, 404],
    tagged: true,
  })
  async get(
    @Param('id', EntityIdPipe) id: number,
    @Query({ schema: getCaseQuery }) query: z.output<typeof getCaseQuery>,
    @IfNoneMatch() known: string | undefined,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDocument | undefined> {
    const document = await this.queries.execute(new GetCase(caller.org, id, query.as_of));
    tagAnswer(reply, document.revision);
    // The revision is the case's own: when its customer changed since, the client may have an older card of the customer.
    if (document.customer_is_newer === false && isKnown(known, document.revision)) {
      reply.status(HttpStatus.NOT_MODIFIED);
      return undefined;
    }
    return document;
  }
}
