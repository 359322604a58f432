import { isUtf8 } from 'node:buffer';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#event-sourcing';
import { MalformedBodyError } from '../errors/malformed-body.js';
import { jsonFault } from './json-text.js';

/** Bytes of a body, unless a route says otherwise. */
export const BODY_LIMIT = 1024 * 1024;

/** What a route says with `@AddRouteConfig(ACCEPTS_FORMS)` to be sent forms as well as JSON. */
export const ACCEPTS_FORMS = { acceptsForms: true } as const;

/**
 * Reads JSON bodies, and forms where a route accepts them. A body that is not what it says it is gets an error that
 * says so and where: bytes that are no text, text that is no JSON, and JSON that must not get any further.
 */
export function addBodyParsers(server: FastifyInstance): void {
  server.removeContentTypeParser(['application/json', 'text/plain']);

  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    try {
      // Many HTTP clients name the type on every request. What is not there is missed by the routes that need it.
      done(null, body.length === 0 ? undefined : parseJsonBody(body));
    } catch (error) {
      done(error as Error);
    }
  });

  server.addContentTypeParser<Buffer>('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!acceptsForms(request)) done(new UnsupportedMediaTypeException());
    else done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
}

/**
 * The value of a body that is JSON.
 * @throws MalformedBodyError when it is no JSON.
 * @throws DomainError `invalid` for JSON with something in it that must not get any further.
 */
export function parseJsonBody(body: Buffer): unknown {
  if (!isUtf8(body)) throw new MalformedBodyError('The body is not valid UTF-8.');
  const text = body.toString();
  const value = parsed(text);
  const fault = jsonFault(text, value);
  if (fault) throw new DomainError('invalid', fault.code, fault.message, [fault]);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new MalformedBodyError(`The body is not valid JSON${whereOf(String(error))}.`);
  }
}

/** What the parser says of the place; the rest of its words quotes the body or is made for programmers. */
function whereOf(message: string): string {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? [];
  if (line !== undefined) return `: see line ${line}, column ${column ?? ''}`;
  return /end of JSON input|Unterminated/.test(message) ? ': it ends too early' : '';
}

const acceptsForms = (request: FastifyRequest): boolean => 'acceptsForms' in request.routeOptions.config;
