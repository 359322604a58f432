import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ApiRoute, booleanQuery, EntityIdPipe, pageOf, pageQuery, RequireScope } from '../index.js';
import { openApiProblems, probeApp } from '../testing/index.js';
import { OpenApiSchemas } from './open-api-schema.js';

const input = z.object({ name: z.string().max(5), size: z.int().default(1), details: z.json().optional() }).meta({ id: 'CreateProbe', examples: [{ name: 'a' }] });
const probe = z.object({ id: z.int(), name: z.string(), note: z.string().nullable() }).meta({ id: 'Probe' });
const query = z.object({ ...pageQuery.shape, archived: booleanQuery().optional().meta({ description: 'Those put away.' }) });

@ApiTags('Probes')
@Controller('api/probes')
class ProbeRoute {
  @Post()
  @RequireScope('cases:write')
  @ApiRoute({ summary: 'Create a probe', answers: { 201: probe }, errors: [400, 409] })
  create(@Body({ schema: input }) body: z.output<typeof input>): object {
    return body;
  }

  @Get()
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'List probes', answers: { 200: pageOf(probe, 'ProbePage') } })
  list(@Query({ schema: query }) asked: z.output<typeof query>): object {
    return asked;
  }

  @Get(':id')
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'Get a probe', answers: { 200: probe }, errors: [404] })
  get(@Param('id', EntityIdPipe) id: number): object {
    return { id };
  }
}

type Operation = Readonly<Record<string, unknown>>;
const parametersOf = ({ parameters }: Operation, place: string): readonly Operation[] =>
  (parameters as readonly Operation[]).filter((parameter) => parameter.in === place);
let app: NestFastifyApplication;
let document: { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };
beforeAll(async () => {
  ({ app } = await probeApp({ controllers: [ProbeRoute] }));
  document = (await app.inject({ url: '/openapi.json' })).json();
});
afterAll(() => app.close());

describe('the description of the API', () => {
  test('is sound', () => {
    expect(openApiProblems(document)).toEqual([]);
  });

  test('has the paths as clients ask for them', () => {
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/probes/', '/api/probes/{id}/', '/api/oauth/token/', '/.well-known/jwks.json']),
    );
    expect(Object.keys(document.paths)).not.toContain('/livez');
  });

  test('names what is sent and what is answered', () => {
    const create = document.paths['/api/probes/']!.post!;
    expect(create).toMatchObject({
      summary: 'Create a probe',
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/CreateProbe' } } } },
      responses: {
        201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Probe' } } } },
        400: { content: { 'application/json': { schema: { $ref: '#/components/schemas/FieldErrors' } } } },
        403: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      },
      security: [{ bearer: [] }, { oauth2: ['cases:write'] }, { session: [] }],
    });
    expect(document.components.schemas.CreateProbe).toEqual({
      type: 'object',
      properties: { name: { type: 'string', maxLength: 5 }, size: { type: 'integer', default: 1 }, details: {} },
      required: ['name'],
      examples: [{ name: 'a' }],
    });
    expect(document.components.schemas.Probe).toMatchObject({ properties: { note: { type: ['string', 'null'] } } });
  });

  test('lists the parameters of a query one by one', () => {
    expect(parametersOf(document.paths['/api/probes/']!.get!, 'query')).toMatchObject([
      { name: 'page', in: 'query', required: false, schema: { type: 'integer', minimum: 1 } },
      { name: 'page_size', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 200 } },
      { name: 'archived', in: 'query', required: false, description: 'Those put away.', schema: { type: 'boolean' } },
    ]);
  });

  test('knows that ids are integers', () => {
    expect(parametersOf(document.paths['/api/probes/{id}/']!.get!, 'path')).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } },
    ]);
  });

  test('says of what needs a token that it may be refused for a while, and for how long', () => {
    const retry = { headers: { 'Retry-After': { schema: { type: 'integer' } } } };
    expect(document.paths['/api/probes/']!.get!.responses).toMatchObject({ 429: retry, 503: retry });
  });

  test('asks for no token where none is needed', () => {
    expect(document.paths['/api/oauth/token/']!.post).not.toHaveProperty('security');
  });
});

describe('a name of the description', () => {
  test('stands for one schema', () => {
    const schemas = new OpenApiSchemas();
    schemas.convert(z.object({ a: z.int() }).meta({ id: 'OpenApiSpecTwice' }), 'input');
    expect(() => schemas.convert(z.object({ b: z.int() }).meta({ id: 'OpenApiSpecTwice' }), 'input')).toThrow('OpenApiSpecTwice');
  });

  test('stands for one direction, when its fields have defaults', () => {
    const schemas = new OpenApiSchemas();
    const withDefault = z.object({ a: z.int().default(1) }).meta({ id: 'OpenApiSpecDefault' });
    schemas.convert(withDefault, 'input');
    expect(() => schemas.convert(withDefault, 'output')).toThrow('OpenApiSpecDefault');
  });
});

describe('the page of the documentation', () => {
  // Choosing a version leads to the last of them.
  test.each(['/docs', '/docs/', '/docs?urls.primaryName=Version+2', '/docs/?urls.primaryName=Version+2'])('is at %s, and everything on it comes from here', async (asked) => {
    const { headers } = await app.inject({ url: asked });
    const url = new URL(headers.location ?? '', `http://here${asked}`);
    const page = await app.inject({ url: `${url.pathname}${url.search}` });
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => new URL(link!, url));
    expect(links.length).toBeGreaterThan(3);
    for (const { host, pathname } of links) {
      expect(host).toBe('here');
      expect((await app.inject({ url: pathname })).statusCode).toBe(200);
    }
  });
});
