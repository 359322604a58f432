import { buildsRegister, publishStatus, rebuildRegister } from '#event-sourcing';
import { InMemoryProjectionStore } from '#event-sourcing/testing';
import { PROBE_CLIENT, type ProbeApp, probeApp } from '#http/testing';
import { ReadStore } from '#read-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { OperationsModule } from './operations.module.js';
import { type ProjectionReport } from './projection.report.js';

const V1 = { id: 'v1_1', version: 1, collections: ['cases_v1_1'] };
const V2 = { id: 'v1_2', version: 1, collections: ['cases_v1_2'] };
const NEVER_RUN = {
  name: 'checks', state: 'not_started', active: null, building: null, total: null, rebuilding: false,
  events_per_second: 0, error: null, updated_at: null,
};

let store: InMemoryProjectionStore;
let probe: ProbeApp;

beforeEach(async () => {
  store = new InMemoryProjectionStore();

  @Global()
  @Module({ providers: [{ provide: ReadStore, useValue: store }], exports: [ReadStore] })
  class StoreModule {}

  probe = await probeApp({ imports: [StoreModule, CqrsModule.forRoot(), OperationsModule.forRoot(['checks', 'cases'])] });
});
afterEach(() => probe.app.close());

const ask = async (method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}) => {
  const { statusCode, body } = await probe.app.inject({ method, url, headers: { authorization: probe.authorization, ...headers } });
  return { status: statusCode, body: JSON.parse(body) as unknown };
};

describe('projections over HTTP', () => {
  it('are listed by name with what their projectors told last', async () => {
    await store.moveRegister(buildsRegister('cases'), undefined, JSON.stringify({ active: V1, retired: [], generation: 1 }));
    await publishStatus(store, {
      name: 'cases', state: 'live', active: { build: 'v1_1', version: 1, position: '0000000000000007', events: 7 },
      events_per_second: 12, updated_at: '2026-01-02T03:04:05.678Z',
    });
    expect(await ask('GET', '/api/projections/')).toEqual({
      status: 200,
      body: {
        count: 2, next: null, previous: null,
        results: [
          {
            name: 'cases', state: 'live', active: { build: 'v1_1', version: 1, position: '0000000000000007', events: 7 },
            building: null, total: null, rebuilding: false, events_per_second: 12, error: null, updated_at: '2026-01-02T03:04:05.678Z',
          },
          NEVER_RUN,
        ],
      },
    });
  });

  it('are shown one by one', async () => {
    expect(await ask('GET', '/api/projections/checks/')).toEqual({ status: 200, body: NEVER_RUN });
  });

  it('are rebuilding from the request until queries read what came of it', async () => {
    const isRebuilding = async () => ((await ask('GET', '/api/projections/cases/')).body as ProjectionReport).rebuilding;
    const builds = buildsRegister('cases');
    const before = JSON.stringify({ active: V1, retired: [], generation: 1 });
    await store.moveRegister(builds, undefined, before);

    expect(await ask('POST', '/api/projections/cases/rebuild/')).toMatchObject({ status: 202, body: { name: 'cases', rebuilding: true } });
    const request = await store.getRegister(rebuildRegister('cases'));
    const during = JSON.stringify({ active: V1, building: V2, retired: [], generation: 2, request });
    await store.moveRegister(builds, before, during);
    expect(await isRebuilding()).toBe(true);
    await store.moveRegister(builds, during, JSON.stringify({ active: V2, retired: [V1], generation: 2, request }));
    expect(await isRebuilding()).toBe(false);
  });

  it('are asked for anew by each request', async () => {
    await ask('POST', '/api/projections/cases/rebuild/');
    const first = await store.getRegister(rebuildRegister('cases'));
    await ask('POST', '/api/projections/cases/rebuild/');
    expect(await store.getRegister(rebuildRegister('cases'))).not.toBe(first);
  });

  it.each([
    ['GET', '/api/projections/nothing/'],
    ['POST', '/api/projections/nothing/rebuild/'],
  ] as const)('are not found when there is none of that name: %s %s', async (method, url) => {
    expect(await ask(method, url)).toEqual({ status: 404, body: { detail: 'Not found.', code: 'projection_not_found' } });
    expect(await store.getRegister(rebuildRegister('nothing'))).toBeUndefined();
  });

  it.each([
    ['GET', '/api/projections/'],
    ['GET', '/api/projections/cases/'],
    ['POST', '/api/projections/cases/rebuild/'],
  ] as const)('are for operators alone: %s %s', async (method, url) => {
    const token = await probe.app.inject({
      method: 'POST',
      url: '/api/oauth/token/',
      payload: { grant_type: 'client_credentials', client_id: PROBE_CLIENT.id, client_secret: PROBE_CLIENT.secret, scope: 'cases:read admin' },
    });
    const authorization = `Bearer ${token.json<{ access_token: string }>().access_token}`;
    expect((await ask(method, url, { authorization })).status).toBe(403);
    expect(await store.getRegister(rebuildRegister('cases'))).toBeUndefined();
  });
});
