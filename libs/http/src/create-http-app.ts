import { fastifyCookie } from '@fastify/cookie';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { HealthChecks, type Logger } from '#platform';
import { sendFailure } from './errors/send-failure.js';
import { toFailure } from './errors/to-failure.js';
import { measureRequests } from './http-metrics.js';
import { nestLogger } from './nest-logger.js';
import { addDocs } from './openapi/docs.js';
import { clientErrorHandler } from './limits/client-error-handler.js';
import { TIMEOUTS } from './limits/timeouts.js';
import { addRequestHooks } from './request-hooks.js';
import { RequestsInFlight } from './requests-in-flight.js';
import { addBodyParsers, BODY_LIMIT } from './requests/body-parsers.js';
import { addCsvBodies } from './requests/csv-bodies.js';
import { requestId } from './requests/request-id.js';
import { RouteTable } from './requests/route-table.js';
import { leaveBodiesToRoutes } from './requests/streamed-bodies.js';
import { NEWEST_VERSION } from './versions/api-version.js';

/**
 * The application of a module that imports `PlatformModule` and `HttpModule`, ready for `listen` (or for `init` and
 * `inject`). Every process that speaks HTTP, and every spec, makes it here.
 */
export async function createHttpApp(module: Type | DynamicModule, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    ...TIMEOUTS,
    clientErrorHandler,
    genReqId: requestId,
    requestIdHeader: false,
    // Requests that come while the service ends are still answered; their connections are closed after it.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
    // What is wrong before there is a route, such as a path that is not well-formed.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      request.apiVersion = NEWEST_VERSION;
      sendFailure(request, reply, toFailure(error));
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  const server = adapter.getInstance();
  const routes = app.get(RouteTable);
  server.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) routes.add(name, url);
  });
  await app.register(fastifyCookie, { hook: false });
  addBodyParsers(server);
  leaveBodiesToRoutes(server);
  addCsvBodies(server);
  addRequestHooks(server, app.get(HealthChecks), app.get(RequestsInFlight), logger);
  measureRequests(server, app.get(Registry));
  addDocs(app);
  return app;
}
