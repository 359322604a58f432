import { Body, Controller, Get, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ManualTime } from '#event-sourcing/testing';
import { Public, RequireScope } from '../index.js';
import { type ProbeApp, probeApp } from '../testing/index.js';

const body = z.object({ name: z.string(), parts: z.array(z.object({ id: z.int() })).optional() });

@Controller('api/probes')
class ProbeRoute {
  @Get()
  @RequireScope('cases:read')
  get(): object {
    return {};
  }

  @Post()
  @RequireScope('cases:write')
  create(@Body({ schema: body }) input: z.output<typeof body>): object {
    return input;
  }

  @Get('open')
  @Public()
  open(): object {
    return {};
  }
}

/** Two who have the same number, each in an organization of their own. */
const namesakes = new Map(['acme', 'bank'].map((org) => [org, { sessionId: org, org, memberId: 5, scopes: new Set(['cases:read'] as const), csrfToken: '', expiresAt: 0 }]));

const time = new ManualTime();
let limited: ProbeApp;
let free: ProbeApp;
beforeAll(async () => {
  limited = await probeApp({ controllers: [ProbeRoute], clock: time, sessions: namesakes, env: { RATE_LIMIT: '2' } });
  free = await probeApp({ controllers: [ProbeRoute], clock: time, env: { RATE_LIMIT: '0' } });
});
afterAll(() => Promise.all([limited, free].map(({ app }) => app.close())));

const ask = ({ app, authorization }: ProbeApp, url = '/api/probes/') => app.inject({ url, headers: { authorization } });
const statuses = async (probe: ProbeApp, times: number, url?: string): Promise<number[]> =>
  (await Promise.all(Array.from({ length: times }, () => ask(probe, url)))).map(({ statusCode }) => statusCode);

describe('the rate limit of a client', () => {
  test('lets its share through, says when to come back, and lets it through again then', async () => {
    expect(await statuses(limited, 20)).toEqual(Array.from({ length: 20 }, () => 200));
    const refused = await ask(limited);
    expect([refused.statusCode, refused.headers['retry-after'], refused.json()]).toEqual([
      429,
      '1',
      { detail: 'Too many requests: this client has used up its share for the moment.', code: 'rate_limited' },
    ]);
    time.advance(1_000);
    expect(await statuses(limited, 3)).toEqual([200, 200, 429]);
  });

  test('is none of a member with the same number in another organization', async () => {
    const asked = async (cookie: string): Promise<number> =>
      (await limited.app.inject({ url: '/api/probes/', headers: { cookie: `sessionid=${cookie}` } })).statusCode;
    expect(await Promise.all(Array.from({ length: 21 }, () => asked('acme')))).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
    expect(await asked('bank')).toBe(200);
  });

  test('does not concern what needs no client', async () => {
    expect(await statuses(limited, 3, '/api/probes/open')).toEqual([200, 200, 200]);
  });

  test('is none at 0', async () => {
    expect(new Set(await statuses(free, 100))).toEqual(new Set([200]));
  });
});

describe('fields that mean nothing', () => {
  const create = (payload: object) =>
    free.app.inject({ method: 'POST', url: '/api/probes/', payload, headers: { authorization: free.authorization } });

  test('are told in a header', async () => {
    const answer = await create({ name: 'a', note: 'x', parts: [{ id: 1 }, { id: 2, more: 'secret' }] });
    expect([answer.statusCode, answer.headers['casetrail-ignored-fields']]).toEqual([201, 'note, parts.1.more']);
  });

  test('are not told of where there are none', async () => {
    expect((await create({ name: 'a' })).headers).not.toHaveProperty('casetrail-ignored-fields');
  });
});
