import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';

/**
 * Adds to what the server knows of a route, `request.routeOptions.config`. Nest's own `@RouteConfig` would forget what
 * another decorator has said.
 */
export const AddRouteConfig =
  (config: FastifyContextConfig): MethodDecorator =>
  (target, method, descriptor) => {
    const known: unknown = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object);
    RouteConfig({ ...(known as FastifyContextConfig | undefined), ...config })(target, method, descriptor);
  };
