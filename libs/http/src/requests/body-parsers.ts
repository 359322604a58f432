import { isUtf8 } from 'node:buffer';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MalformedBodyError } from '../errors/malformed-body.js';
import { jsonFault } from './json-text.js';

/** Bytes of a body, unless a route says otherwise. */
export const BODY_LIMIT = 1024 * 1024;

/** What a route says with `@RouteConfig(ACCEPTS_FORMS)` to be sent forms as well as JSON. */
export const ACCEPTS_FORMS = { acceptsForms: true } as const;

/**
 * Reads JSON bodies, and forms where a route accepts them. A body that is not what it says it is gets an error that
 * says so: bytes that are no text, text that is no JSON, keys that reach for JavaScript's prototypes, nesting without end.
 */
export function addBodyParsers(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();

  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (body.length === 0) {
      // Many HTTP clients name the type on every request. What is not there is missed by the routes that need it.
      done(null, undefined);
    } else if (!isUtf8(body)) {
      done(new MalformedBodyError('The body is not valid UTF-8.'));
    } else {
      const text = body.toString();
      void parseJson(request, text, (error, value) => {
        const fault = error
          ? 'The body is not valid JSON, or has a key named __proto__ or constructor.'
          : jsonFault(text, value);
        done(fault === undefined ? null : new MalformedBodyError(fault), value);
      });
    }
  });

  server.addContentTypeParser<Buffer>('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!acceptsForms(request)) done(new UnsupportedMediaTypeException());
    else done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
}

const acceptsForms = (request: FastifyRequest): boolean => 'acceptsForms' in request.routeOptions.config;
