import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Platform, PlatformModule } from '#platform';
import { HealthRoute } from './health.route.js';
import { nestLogger } from './nest-logger.js';

/** What a process answers that takes no other requests. */
@Module({})
class HealthModule {
  static forRoot(platform: Platform): DynamicModule {
    return { module: HealthModule, imports: [PlatformModule.forRoot(platform)], controllers: [HealthRoute] };
  }
}

/** The application of a process that works in the background: `/livez`, `/readyz` and `/metrics`, ready for `listen`. */
export async function createHealthApp(platform: Platform): Promise<NestFastifyApplication> {
  return NestFactory.create<NestFastifyApplication>(HealthModule.forRoot(platform), new FastifyAdapter({ forceCloseConnections: true }), {
    logger: nestLogger(platform.logger),
    abortOnError: false,
  });
}
