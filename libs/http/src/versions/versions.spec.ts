import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ApiRoute } from '../openapi/api-route.js';
import { Public, RequireScope } from '../auth/access.js';
import type { PageBody } from '../requests/pagination.js';
import { openApiProblems, type ProbeApp, probeApp } from '../testing/index.js';
import { API_VERSIONS, parseVersion, versionOf } from './api-version.js';
import { Resource, resourcePage, view } from './resource.js';
import { VersionedBody, VersionedQuery } from './versioned-input.js';
import { VersionedSchema } from './versioned-schema.js';

interface Probe {
  readonly id: number;
  readonly note: string | null;
  readonly secret: string;
}

const probe: Probe = { id: 5, note: 'n', secret: 's' };
const later = view(z.object({ id: z.int(), note: z.string().nullable() }).meta({ id: 'Probe' }), ({ id, note }: Probe) => ({ id, note }));
const probeResource = new Resource({
  1: view(z.object({ id: z.int(), notes: z.string() }).meta({ id: 'Probe' }), ({ id, note }: Probe) => ({ id, notes: note ?? '' })),
  2: later,
  3: later,
});

const listProbes = z.object({ note: z.string().max(3).optional(), ids: z.array(z.int()).optional() });
const probesQuery = new VersionedSchema<z.output<typeof listProbes>>({
  1: z.object({ notes: z.string().max(3).optional() }).transform(({ notes }) => (notes === undefined ? {} : { note: notes })),
  2: listProbes,
  3: listProbes,
});

const input = z.object({ note: z.string().max(3).nullish() }).meta({ id: 'CreateProbe' });
const createProbe = new VersionedSchema<z.output<typeof input>>({
  1: z.object({ notes: z.string().max(3) }).meta({ id: 'CreateProbe' }).transform(({ notes }) => ({ note: notes })),
  2: input,
  3: input,
});

@ApiTags('Probes')
@Controller('api/probes')
class ProbeRoute {
  @Post()
  @RequireScope('cases:write')
  @ApiRoute({ summary: 'Create a probe', answers: { 201: probeResource }, errors: [400] })
  create(@VersionedBody(createProbe) body: z.output<typeof input>): Probe {
    return { ...probe, note: body.note ?? null };
  }

  @Get()
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'List probes', answers: { 200: resourcePage(probeResource, 'ProbePage') } })
  async list(@VersionedQuery(probesQuery) query: z.output<typeof listProbes>): Promise<PageBody<Probe>> {
    if (query.note !== undefined) return { count: 1, next: null, previous: null, results: [{ ...probe, note: query.note }] };
    return { count: 2, next: null, previous: null, results: [probe, { ...probe, note: null }] };
  }

  @Get('young')
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'Get what came late', answers: { 200: probeResource }, since: 2 })
  young(): Probe {
    return probe;
  }

  @Get('open')
  @Public()
  @ApiRoute({ summary: 'Get what is the same', answers: { 200: z.object({ asked: z.unknown() }).meta({ id: 'OpenProbe' }) } })
  open(@Query() asked: object): object {
    return { asked };
  }
}

const apps = new Map<string, ProbeApp>();
beforeAll(async () => {
  apps.set('newest', await probeApp({ controllers: [ProbeRoute] }));
  apps.set('pinned', await probeApp({ controllers: [ProbeRoute], client: { apiVersion: 1, scopes: ['cases:read'] } }));
});
afterAll(() => Promise.all([...apps.values()].map(({ app }) => app.close())));

const ask = (name: 'newest' | 'pinned', url: string, { version, payload, token = true }: { version?: string; payload?: object; token?: boolean } = {}) => {
  const { app, authorization } = apps.get(name)!;
  const headers = { ...(token ? { authorization } : {}), ...(version === undefined ? {} : { 'casetrail-version': version }) };
  return app.inject(payload ? { method: 'POST', url, headers, payload } : { url, headers });
};

describe('the version of a request', () => {
  test('is what it asks for, else what its client is pinned to, else that of its way to log in', () => {
    expect(versionOf(2, { pinned: 1, via: 'session' })).toBe(2);
    expect(versionOf(undefined, { pinned: 2, via: 'session' })).toBe(2);
    expect(versionOf(undefined, { via: 'session' })).toBe(1);
    expect(versionOf(undefined, { via: 'token' })).toBe(3);
  });

  test.each(['0', '4', '01', '1.0', ' 1', '', 'newest'])('is never %j', (text) => {
    expect(() => parseVersion(text)).toThrow('This version is not served');
  });

  test('stands in every answer, also where there is none to give', async () => {
    const versions = async (name: 'newest' | 'pinned', url: string, options = {}): Promise<unknown> =>
      (await ask(name, url, options)).headers['casetrail-version'];
    expect(await versions('newest', '/api/probes/')).toBe('3');
    expect(await versions('pinned', '/api/probes/')).toBe('1');
    expect(await versions('pinned', '/api/probes/', { version: '2' })).toBe('2');
    expect(await versions('pinned', '/api/probes/', { payload: {} })).toBe('1'); // 403: the scope is missing
    expect(await versions('pinned', '/api/probes/', { token: false })).toBe('3'); // 401: nobody knows who asks
    expect(await versions('pinned', '/api/nothing/', { version: '2' })).toBe('2');
    expect(await versions('pinned', '/docs/', { version: '2' })).toBe('2');
    expect(await versions('pinned', '/api/probes/', { version: '7' })).toBe('3'); // 400
  });
});

describe('an answer', () => {
  test('is what the version shows, and nothing else of the document', async () => {
    expect((await ask('newest', '/api/probes/', { payload: { note: 'abc' } })).json()).toEqual({ id: 5, note: 'abc' });
    expect((await ask('newest', '/api/probes/', { payload: { notes: 'abc' }, version: '1' })).json()).toEqual({ id: 5, notes: 'abc' });
  });

  test('is a page of what the version shows', async () => {
    const page = { count: 2, next: null, previous: null };
    expect((await ask('newest', '/api/probes/')).json()).toEqual({ ...page, results: [{ id: 5, note: 'n' }, { id: 5, note: null }] });
    expect((await ask('pinned', '/api/probes/')).json()).toEqual({ ...page, results: [{ id: 5, notes: 'n' }, { id: 5, notes: '' }] });
  });

  test('is "not found" where the version does not have the route', async () => {
    const answer = await ask('newest', '/api/probes/young/', { version: '1' });
    expect([answer.statusCode, answer.json()]).toEqual([
      404, { code: 'not_in_this_version', detail: 'Not found: version 2 of the API has this, version 1 does not.' },
    ]);
    expect((await ask('newest', '/api/probes/young/', { version: '2' })).statusCode).toBe(200);
  });

  test('is the same for all where it has no versions', async () => {
    for (const version of ['1', '3']) expect((await ask('newest', '/api/probes/open/?a=1', { version })).json()).toEqual({ asked: { a: '1' } });
  });
});

describe('a body', () => {
  test('is checked by the rules of its version, and errors speak of that version’s fields', async () => {
    const refused = async (payload: object, version: string): Promise<unknown> => (await ask('newest', '/api/probes/', { payload, version })).json();
    expect(await refused({ notes: 'long' }, '1')).toEqual({ notes: ['Ensure this field has no more than 3 characters.'] });
    expect(await refused({ note: 'long' }, '1')).toEqual({ notes: ['This field is required.'] });
    expect(await refused({ note: 'long' }, '2')).toEqual({ note: ['Ensure this field has no more than 3 characters.'] });
  });
});

describe('a query', () => {
  test('is read by the rules of its version', async () => {
    const results = async (query: string, version: string): Promise<unknown> =>
      (await ask('newest', `/api/probes/?${query}`, { version })).json<{ results?: unknown }>();
    expect(await results('notes=x', '1')).toMatchObject({ results: [{ id: 5, notes: 'x' }] });
    expect(await results('note=x', '3')).toMatchObject({ results: [{ id: 5, note: 'x' }] });
    expect(await results('notes=long', '1')).toEqual({ notes: ['Ensure this field has no more than 3 characters.'] });
  });
});

describe('the description of the API', () => {
  interface Description {
    readonly info: { readonly version: string };
    readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly unknown[] } }>>;
    readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: object }>> };
  }
  const description = async (query = ''): Promise<Description> => (await ask('newest', `/openapi.json${query}`)).json();

  test.each(API_VERSIONS)('is there for version %d', async (version) => {
    const document = await description(`?version=${version}`);
    expect(openApiProblems(document as never)).toEqual([]);
    expect(document.info.version).toBe(String(version));
    const text = version === 1 ? 'notes' : 'note';
    expect(Object.keys(document.components.schemas.Probe!.properties)).toEqual(['id', text]);
    expect(Object.keys(document.components.schemas.CreateProbe!.properties)).toEqual([text]);
    expect(document.paths['/api/probes/']?.get?.parameters?.[0]).toEqual({ name: text, in: 'query', required: false, schema: { type: 'string', maxLength: 3 } });
    expect(Object.hasOwn(document.paths, '/api/probes/young/')).toBe(version > 1);
    // Whoever is made of it is answered in it.
    const asksForIt = expect.objectContaining({ name: 'Casetrail-Version', in: 'header', schema: { type: 'string', enum: [String(version)], default: String(version) } });
    expect(document.paths['/api/probes/']?.get?.parameters).toContainEqual(asksForIt);
    expect(document.paths['/api/probes/open/']?.get?.parameters ?? []).not.toContainEqual(asksForIt);
  });

  test('is that of the newest version where none is named, and none of one that is not there', async () => {
    expect((await description()).info.version).toBe('3');
    const unknown = await ask('newest', '/openapi.json?version=4');
    expect([unknown.statusCode, unknown.json()]).toEqual([400, { version: ['This version is not served. Served: 1, 2, 3.'] }]);
  });

  test('is shown by the page of the documentation in each version', async () => {
    const page = (await ask('newest', '/docs/swagger-ui-init.js')).body;
    for (const version of API_VERSIONS) expect(page).toContain(`/openapi.json?version=${version}`);
  });
});
