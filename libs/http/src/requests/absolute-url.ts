import type { FastifyRequest } from 'fastify';
import type { Settings } from '#platform';

/** The URL of a request as its client knows it: below the public URL where one is set, else below the host it asked. */
export const absoluteUrl = (request: Pick<FastifyRequest, 'protocol' | 'host' | 'url'>, settings: Pick<Settings, 'publicUrl'>): string =>
  `${baseUrl(request, settings)}${request.url}`;

/** Where clients find the service: scheme, host and port, and the path of the public URL where it has one. */
export const baseUrl = (request: Pick<FastifyRequest, 'protocol' | 'host'>, settings: Pick<Settings, 'publicUrl'>): string =>
  settings.publicUrl ?? `${request.protocol}://${request.host}`;
