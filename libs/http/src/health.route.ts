import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { HealthChecks } from '#platform';
import { Public } from './auth/access.js';

/** What operators' tools ask a process: does it live, can it take work, how is it doing. */
@ApiExcludeController()
@Public()
@Controller()
export class HealthRoute {
  constructor(
    private readonly health: HealthChecks,
    private readonly metrics: Registry,
  ) {}

  @Get('livez')
  live(): object {
    return { status: 'up' };
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { ready, checks } = await this.health.readiness();
    reply.code(ready ? 200 : 503);
    return { status: ready ? 'up' : 'down', checks };
  }

  @Get('metrics')
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  figures(): Promise<string> {
    return this.metrics.metrics();
  }
}
