import { Body, Controller, ForbiddenException, Get, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { conflict, DomainError, type ErrorKind, invalidCommand, invalidField, notFound, StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import { createLogger } from '#platform';
import { EntityIdPipe, Public } from './index.js';
import { probeApp } from './testing/index.js';

const body = z.object({ name: z.string().max(5), checks: z.array(z.object({ check_type: z.enum(['PEP']) })).optional() });

const THROWN: Readonly<Record<string, () => unknown>> = {
  field: () => invalidField(['checks', 1, 'check_type'], 'invalid_choice', 'No.'),
  whole: () => invalidCommand('one_of', 'Exactly one.'),
  bare: () => new DomainError('invalid', 'bare', 'Just wrong.'),
  missing: () => notFound('case'),
  conflict: () => conflict('finished', 'The case is finished.'),
  stale: () => new DomainError('stale', 'stale', 'It changed.'),
  unavailable: () => new DomainError('unavailable', 'event_store_unavailable', 'Try again.'),
  away: () => new StoreUnavailableError('mongodb://user:hunter2@db is away'),
  unknown: () => new UnknownOutcomeError('no answer'),
  unauthenticated: () => new DomainError('unauthenticated' satisfies ErrorKind, 'who', 'Who?'),
  nest: () => new ForbiddenException('Nest says no.'),
  defect: () => new TypeError('password of the database is hunter2'),
  text: () => 'thrown text',
};

@Public()
@Controller('api/probes')
class ProbeRoute {
  @Post()
  create(@Body({ schema: body }) input: z.output<typeof body>): object {
    return input;
  }

  @Post(':id/start')
  start(@Param('id', EntityIdPipe) id: number): object {
    return { id };
  }

  @Get('throw/:what')
  throw(@Param('what') what: string): never {
    throw THROWN[what]!();
  }

  @Get(':id')
  get(@Param('id', EntityIdPipe) id: number): object {
    return { id };
  }
}

const logged: string[] = [];
let app: NestFastifyApplication;
beforeAll(async () => {
  const logger = createLogger({ logLevel: 'error', logFormat: 'json' }, { write: (line) => void logged.push(line) });
  ({ app } = await probeApp({ controllers: [ProbeRoute], logger }));
});
afterAll(() => app.close());
beforeEach(() => {
  logged.length = 0;
});

const thrown = (what: string, headers = {}) => app.inject({ url: `/api/probes/throw/${what}`, headers });
const post = (payload: string | Buffer | object, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  app.inject({ method: 'POST', url: '/api/probes/', payload, headers });

describe('an error of the domain', () => {
  test.each([
    ['field', 400, { checks: [{}, { check_type: ['No.'] }] }],
    ['whole', 400, { non_field_errors: ['Exactly one.'] }],
    ['bare', 400, { non_field_errors: ['Just wrong.'] }],
    ['missing', 404, { detail: 'Not found.', code: 'case_not_found' }],
    ['conflict', 409, { detail: 'The case is finished.', code: 'finished' }],
    ['stale', 412, { detail: 'It changed.', code: 'stale' }],
    ['unavailable', 503, { detail: 'Try again.', code: 'event_store_unavailable' }],
    ['away', 503, { detail: 'The service cannot do this at the moment. Please try again.', code: 'unavailable' }],
    ['unknown', 503, { detail: 'The service cannot do this at the moment. Please try again.', code: 'unavailable' }],
    ['unauthenticated', 401, { detail: 'Who?', code: 'who' }],
    ['nest', 403, { detail: 'Forbidden.', code: 'error' }],
  ])('%s is answered with %d', async (what, status, expected) => {
    const answer = await thrown(what);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual(expected);
    expect(logged).toEqual([]);
  });

  test('says when to come back, and how to authenticate', async () => {
    for (const what of ['unavailable', 'away', 'unknown']) expect((await thrown(what)).headers['retry-after']).toBe('2');
    expect((await thrown('unauthenticated')).headers['www-authenticate']).toBe('Bearer');
  });

  test('is a problem (RFC 9457) for clients that accept problems', async () => {
    const answer = await thrown('field', { accept: 'application/problem+json', 'x-request-id': 'spec-1' });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toEqual({
      type: 'urn:casetrail:problem:invalid_choice',
      title: 'Bad Request',
      status: 400,
      detail: 'No.',
      code: 'invalid_choice',
      errors: [{ pointer: '#/checks/1/check_type', code: 'invalid_choice', detail: 'No.' }],
      request_id: 'spec-1',
    });
  });
});

describe('a defect', () => {
  test.each(['defect', 'text'])('(%s) tells the client nothing and the log everything', async (what) => {
    const answer = await thrown(what, { 'x-request-id': 'spec-2' });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({ detail: 'Internal server error.', code: 'internal_error' });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('spec-2');
  });
});

describe('a request that no route takes', () => {
  test('has a path that there is not', async () => {
    const answer = await app.inject({ url: '/api/nothing/' });
    expect([answer.statusCode, answer.json()]).toEqual([404, { detail: 'Not found.', code: 'not_found' }]);
  });

  test.each(['/api/probes/', '/api/probes'])('has a method that the path %s does not', async (url) => {
    const answer = await app.inject({ method: 'DELETE', url });
    expect([answer.statusCode, answer.json()]).toEqual([405, { detail: 'Method "DELETE" not allowed.', code: 'method_not_allowed' }]);
    expect(answer.headers.allow).toBe('POST');
  });

  test.each(['x', '0', '-1', '1.5', '99999999999999999999', '%20'])('has the id %s, which can be none', async (id) => {
    const answer = await app.inject({ url: `/api/probes/${id}/` });
    expect([answer.statusCode, answer.json()]).toEqual([404, { detail: 'Not found.', code: 'not_found' }]);
  });

  test('has a path that is malformed', async () => {
    const answer = await app.inject({ url: '/api/probes/%zz' });
    expect([answer.statusCode, answer.json()]).toEqual([400, { detail: 'Malformed request.', code: 'parse_error' }]);
    expect(answer.headers).toMatchObject({ 'casetrail-version': '3', 'x-request-id': expect.any(String) as unknown });
  });
});

describe('a body', () => {
  test('may come with and without the slash at the end of the path', async () => {
    for (const url of ['/api/probes', '/api/probes/']) {
      const answer = await app.inject({ method: 'POST', url, payload: { name: 'a', more: 1 } });
      expect([answer.statusCode, answer.json()]).toEqual([201, { name: 'a' }]);
    }
  });

  test.each([
    ['that is no JSON', '{"name":', 'The body is not valid JSON: it ends too early.'],
    ['that is no JSON either', '{"name":"a",}', 'The body is not valid JSON: see line 1, column 13.'],
    ['that is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'The body is not valid UTF-8.'],
  ])('%s is refused', async (_, payload, detail) => {
    const answer = await post(payload);
    expect([answer.statusCode, answer.json()]).toEqual([400, { detail, code: 'parse_error' }]);
  });

  test.each([
    ['with a key __proto__', '{"name":"a","__proto__":{"x":1}}', '{"__proto__":["The name __proto__ cannot be used."]}'],
    ['with such a key in disguise', '{"name":"a","x":{"\\u005f_proto__":{}}}', '{"x":{"__proto__":["The name __proto__ cannot be used."]}}'],
    ['with a name twice', '{"name":"a","name":"b"}', '{"name":["This name stands here twice."]}'],
    ['with a number that is none', '{"name":1e999}', '{"name":["This number is too large: it has to fit 64 bits (IEEE 754)."]}'],
  ])('%s is refused, and told where', async (_, payload, told) => {
    const answer = await post(payload);
    expect([answer.statusCode, answer.body]).toEqual([400, told]);
  });

  test.each(['[]', 'null', '5', '"x"'])('that is %s is not an object', async (payload) => {
    const answer = await post(payload);
    expect([answer.statusCode, answer.json()]).toEqual([400, { non_field_errors: ['Invalid data. Expected a JSON object.'] }]);
  });

  test.each([{}, { 'content-type': 'application/json' }])('that is empty (%j) is missed by a route that needs one', async (headers) => {
    const answer = await app.inject({ method: 'POST', url: '/api/probes/', headers });
    expect([answer.statusCode, answer.json()]).toEqual([400, { non_field_errors: ['The body is missing. Expected a JSON object.'] }]);
  });

  test.each([{}, { 'content-type': 'application/json' }])('that is empty (%j) is right for a route that needs none', async (headers) => {
    const answer = await app.inject({ method: 'POST', url: '/api/probes/5/start/', headers });
    expect([answer.statusCode, answer.json()]).toEqual([201, { id: 5 }]);
  });

  test('has its wrong fields named', async () => {
    const answer = await post({ name: 'too long', checks: [{ check_type: 'PEP' }, {}] });
    expect(answer.json()).toEqual({
      name: ['Ensure this field has no more than 5 characters.'],
      checks: [{}, { check_type: ['This field is required.'] }],
    });
  });

  test('has a size, and a type that is read here', async () => {
    const large = await post({ name: 'x'.repeat(1024 * 1024) });
    expect([large.statusCode, large.json()]).toEqual([413, { detail: 'The request body is too large.', code: 'request_too_large' }]);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const answer = await post('name=a', { 'content-type': type });
      expect([answer.statusCode, answer.json()]).toEqual([
        415,
        { detail: 'Unsupported media type: send application/json.', code: 'unsupported_media_type' },
      ]);
    }
  });
});

describe('every answer', () => {
  test('carries the version of the API and an id', async () => {
    const ids = new Set<unknown>();
    for (const url of ['/api/probes/5/', '/api/nothing/', '/livez']) {
      const { headers } = await app.inject({ url });
      expect(headers['casetrail-version']).toBe('3');
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      ids.add(headers['x-request-id']);
    }
    expect(ids.size).toBe(3);
  });

  test.each(['a', '!~', 'x'.repeat(128)])('carries the id %j of the request', async (id) => {
    expect((await app.inject({ url: '/api/probes/5/', headers: { 'x-request-id': id } })).headers['x-request-id']).toBe(id);
  });

  test.each(['', 'two words', 'ümlaut', 'x'.repeat(129)])('does not carry the id %j of the request', async (id) => {
    expect((await app.inject({ url: '/api/probes/5/', headers: { 'x-request-id': id } })).headers['x-request-id']).not.toBe(id);
  });

  test('is in a version that is served', async () => {
    const known = await app.inject({ url: '/api/probes/5/', headers: { 'casetrail-version': '3' } });
    expect(known.statusCode).toBe(200);
    const unknown = await app.inject({ url: '/api/probes/5/', headers: { 'casetrail-version': '9' } });
    expect([unknown.statusCode, unknown.json()]).toEqual([400, { 'Casetrail-Version': ['This version is not served. Served: 1, 2, 3.'] }]);
  });
});
