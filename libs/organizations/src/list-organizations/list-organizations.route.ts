import { ApiRoute, type PageBody, pageOf, pageOfList, pageQuery, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { organizationSchema, type OrganizationView } from '../organization.view.js';
import { ListOrganizations } from './list-organizations.handler.js';

@ApiTags('Organizations')
@Controller('api/organizations/')
export class ListOrganizationsRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('operator')
  @ApiRoute({
    summary: 'List the organizations',
    description: 'Every organization of this installation, newest first.',
    answers: { 200: pageOf(organizationSchema, 'OrganizationPage') },
    errors: [404],
  })
  async list(@Query({ schema: pageQuery }) query: z.output<typeof pageQuery>, @Req() request: FastifyRequest): Promise<PageBody<OrganizationView>> {
    return pageOfList(await this.queries.execute(new ListOrganizations()), query, request, this.settings);
  }
}
