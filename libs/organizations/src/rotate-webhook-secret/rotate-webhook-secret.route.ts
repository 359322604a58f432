import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Body, Controller, Header, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { addedWebhookSecretSchema, type AddedWebhookSecret } from '../webhook-secret.view.js';
import { RotateWebhookSecret } from './rotate-webhook-secret.handler.js';
import { rotateWebhookSecretInput, type RotateWebhookSecretInput } from './rotate-webhook-secret.js';

@ApiTags('Webhook secrets')
@Controller('api/webhook-secrets/')
export class RotateWebhookSecretRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  @RequireScope('admin')
  @ApiRoute({
    summary: 'Add a webhook secret, and retire the older ones',
    description:
      'The secret is shown this once. While both hold, each webhook bears a signature by each, so that its receiver can change from one to the other ' +
      'whenever it likes.',
    answers: { 201: addedWebhookSecretSchema },
    errors: [400],
  })
  rotate(@Body({ schema: rotateWebhookSecretInput }) body: RotateWebhookSecretInput, @Caller() caller: Caller): Promise<AddedWebhookSecret> {
    return this.commands.execute(new RotateWebhookSecret(body, this.contexts.of(caller)));
  }
}
