import { Readable } from 'node:stream';
import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, preParsingHookHandler } from 'fastify';
import type { z } from 'zod';
import { parseInput } from '../errors/invalid-input.js';
import { MalformedBodyError } from '../errors/malformed-body.js';
import { noteSchema } from './ignored-fields.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set where the route reads its body itself: the bytes of a body, at most. */
    streamedBodyLimit?: number;
  }
}

/**
 * What a route says with `@AddRouteConfig(streamsBody(limit))` to read its body itself, as it comes, after the guard has let the
 * request through: JSON and `multipart/form-data`. It gets the bytes by `bodyOf`, and no `@Body()`.
 *
 * @param limit bytes of a body.
 */
export const streamsBody = (limit: number) => ({ streamedBodyLimit: limit }) as const;

/** Leaves bodies to the routes that want to read them, and keeps `multipart/form-data` from all others. To be called before there are routes. */
export function leaveBodiesToRoutes(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    if (route.config?.streamedBodyLimit === undefined) return;
    // The server would hang up on whoever sends more, in the middle of it, so that many clients never see why. See `bodyOf`.
    route.bodyLimit = Number.MAX_SAFE_INTEGER;
    route.preParsing = [route.preParsing ?? [], leaveBody].flat();
  });
  server.addContentTypeParser('multipart/form-data', (request, _payload, done) => {
    done(request.routeOptions.config.streamedBodyLimit === undefined ? new UnsupportedMediaTypeException() : null);
  });
}

/** Whether the request says that its body is `multipart/form-data`. */
export const isMultipart = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean => /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');

/**
 * The bytes of a body that was left to its route. What is not taken of them is passed over, so that a client hears why it was refused.
 *
 * @throws PayloadTooLargeException behind the limit of the route.
 * @throws MalformedBodyError when the client hangs up before the end.
 */
export async function* bodyOf(request: FastifyRequest): AsyncGenerator<Buffer> {
  const limit = request.routeOptions.config.streamedBodyLimit ?? 0;
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new PayloadTooLargeException();
  let size = 0;
  try {
    for await (const piece of request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > limit) throw new PayloadTooLargeException();
      yield piece;
    }
  } catch (error) {
    throw request.raw.errored === error ? new MalformedBodyError('The body ended too early.') : error;
  } finally {
    // Else many clients would wait for ever: they read no answer before everything is sent.
    request.raw.resume();
  }
}

/**
 * Checks what a route has read of its body itself, as `@Body({ schema })` does for all others.
 * @throws DomainError `invalid`
 */
export function parseBody<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema, value: unknown): z.output<Schema> {
  request.body = value;
  noteSchema(value, schema);
  return parseInput(schema, value);
}

/** The parsers of the server find nothing to read, and believe what the request says of its length. */
const leaveBody: preParsingHookHandler = (request, _reply, _payload, done) => {
  const nothing = Readable.from([]);
  done(null, Object.assign(nothing, { receivedEncodedLength: Number(request.headers['content-length'] ?? 0) }));
};
