import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Controller, Delete, HttpCode, HttpStatus, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RetireWebhookSecret } from './retire-webhook-secret.handler.js';

@ApiTags('Webhook secrets')
@Controller('api/webhook-secrets/')
export class RetireWebhookSecretRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Delete(':secret_id/')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequireScope('admin')
  @ApiRoute({
    summary: 'Retire a webhook secret at once',
    description: 'For one that somebody has who should not. The newest stays until there is another.',
    answers: { 204: null },
    errors: [404, 409],
  })
  retire(@Param('secret_id') secretId: string, @Caller() caller: Caller): Promise<void> {
    return this.commands.execute(new RetireWebhookSecret(secretId.toLowerCase(), this.contexts.of(caller)));
  }
}
