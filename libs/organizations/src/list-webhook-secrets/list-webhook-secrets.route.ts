import { ApiRoute, Caller, type PageBody, pageOf, pageOfList, pageQuery, RequireScope } from '#http';
import { Settings } from '#platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { webhookSecretSchema, type WebhookSecretView } from '../webhook-secret.view.js';
import { ListWebhookSecrets } from './list-webhook-secrets.handler.js';

@ApiTags('Webhook secrets')
@Controller('api/webhook-secrets/')
export class ListWebhookSecretsRoute {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('admin')
  @ApiRoute({
    summary: 'List the webhook secrets',
    description: 'When each was added and when it ends, newest first; those that have ended too. The secrets themselves are never shown again.',
    answers: { 200: pageOf(webhookSecretSchema, 'WebhookSecretPage') },
    errors: [404],
  })
  async list(
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<PageBody<WebhookSecretView>> {
    return pageOfList(await this.queries.execute(new ListWebhookSecrets(caller.org)), query, request, this.settings);
  }
}
