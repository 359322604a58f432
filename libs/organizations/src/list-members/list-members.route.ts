import { ApiRoute, Caller, type PageBody, pageOf, pageOfList, pageQuery, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { memberSchema, type MemberView } from '../member.view.js';
import { ListMembers } from './list-members.handler.js';

@ApiTags('Members')
@Controller('api/members/')
export class ListMembersRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('admin')
  @ApiRoute({
    summary: 'List the members',
    description: 'The people of the organization, newest first.',
    answers: { 200: pageOf(memberSchema, 'MemberPage') },
    errors: [404],
  })
  async list(
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<MemberView>> {
    return pageOfList(await this.queries.execute(new ListMembers(caller.org)), query, request, this.settings);
  }
}
