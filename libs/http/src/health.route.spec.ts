import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HealthChecks } from '#platform';
import { probeApp } from './testing/index.js';

let app: NestFastifyApplication;
let authorization: string;
beforeAll(async () => {
  ({ app, authorization } = await probeApp());
});
afterAll(() => app.close());

test('a process lives', async () => {
  const answer = await app.inject({ url: '/livez' });
  expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'up' }]);
});

test('a process is ready until a part of it is not', async () => {
  const ready = await app.inject({ url: '/readyz' });
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'up', checks: {} }]);
  app.get(HealthChecks).register('event store', () => Promise.reject(new Error('gone')));
  const down = await app.inject({ url: '/readyz' });
  expect([down.statusCode, down.json()]).toEqual([503, { status: 'down', checks: { 'event store': 'down' } }]);
});

test('figures count requests by route, never by path', async () => {
  await app.inject({ url: '/api/nowhere/17/', headers: { authorization } });
  const answer = await app.inject({ url: '/metrics' });
  expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(answer.body).toMatch(/http_server_request_duration_seconds_count\{method="POST",route="\/api\/oauth\/token\/?",status="200"\} 1/);
  expect(answer.body).toMatch(/http_server_request_duration_seconds_count\{method="GET",route="none",status="404"\} 1/);
  expect(answer.body).not.toContain('nowhere');
  expect(answer.body).toContain('nodejs_eventloop_lag_seconds');
});
