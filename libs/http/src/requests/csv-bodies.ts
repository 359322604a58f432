import { isUtf8 } from 'node:buffer';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MalformedBodyError } from '../errors/malformed-body.js';

/** Bytes of a CSV: as much as any upload. */
const CSV_LIMIT = 12 * 1024 * 1024;

/** What a route says with `@RouteConfig(ACCEPTS_CSV)` to be sent CSV as well as JSON: its body is then a text. */
export const ACCEPTS_CSV = { acceptsCsv: true } as const;

/** Reads bodies of `text/csv`, as text, where a route accepts them. */
export function addCsvBodies(server: FastifyInstance): void {
  server.addContentTypeParser<Buffer>('text/csv', { parseAs: 'buffer', bodyLimit: CSV_LIMIT }, (request, body: Buffer, done) => {
    if (!acceptsCsv(request)) done(new UnsupportedMediaTypeException());
    else if (!isUtf8(body)) done(new MalformedBodyError('The body is not valid UTF-8.'));
    else done(null, body.toString());
  });
}

const acceptsCsv = (request: FastifyRequest): boolean => 'acceptsCsv' in request.routeOptions.config;
