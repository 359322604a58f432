import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ServiceClient } from './service-client.js';
import { ServiceUnreachable } from './service-connection.js';

const settings = { apiUrl: 'http://casetrail.test', client: { id: 'the-id', secret: 'the-secret' } };
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const token = (value = 'token-1') => json(200, { access_token: value });
const thing = z.object({ name: z.string() });

/** A client whose requests get these answers, one after the other, and what it asked for. */
function client(answers: (Response | Error)[], given: Partial<typeof settings> | { client: undefined } = {}) {
  const asked: string[] = [];
  const pauses: number[] = [];
  const http: typeof fetch = async (url, init) => {
    asked.push(`${init?.method ?? 'GET'} ${url as string} ${new Headers(init?.headers).get('authorization') ?? '-'}`);
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often');
    return answer;
  };
  const timer = {
    delay: async (milliseconds: number) => {
      pauses.push(milliseconds);
    },
  };
  const service = new ServiceClient({ settings: () => ({ ...settings, ...given }), fetch: http, timer, ids: { uuid: () => 'a-new-key' } });
  return { service, asked, pauses };
}
const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) });
const message = async (answers: (Response | Error)[], given = {}) =>
  client(answers, given).service.request('GET', '/x/', thing).then(
    () => 'no failure',
    (error: unknown) => (error as Error).message,
  );

describe('the service, asked by the command line', () => {
  it('is asked with a token, which is asked for once', async () => {
    const { service, asked } = client([token(), json(200, { name: 'a' }), json(202, { name: 'b' })]);
    expect(await service.request('GET', '/x/', thing)).toEqual({ name: 'a' });
    expect(await service.change('POST', '/y/', thing)).toEqual({ name: 'b' });
    expect(asked).toEqual([
      'POST http://casetrail.test/api/oauth/token/ -',
      'GET http://casetrail.test/x/ Bearer token-1',
      'POST http://casetrail.test/y/ Bearer token-1',
    ]);
  });

  it('is asked again with a new token when the old one has expired', async () => {
    const { service, asked } = client([token(), json(401, {}), token('token-2'), json(200, { name: 'a' })]);
    await service.request('GET', '/x/', thing);
    expect(asked.at(-1)).toBe('GET http://casetrail.test/x/ Bearer token-2');
  });

  it.each<[string, (Response | Error)[]]>([
    ['does not know the client, or its secret is another one', [json(401, { error: 'invalid_client' })]],
    ['gave no access token: 503 Try again.', [json(503, { detail: 'Try again.' })]],
    ['What answers at http://casetrail.test is not a Casetrail', [new Response('<html>')]],
    ['The service refused GET /x/: 403 This needs operator.', [token(), json(403, { detail: 'This needs operator.' })]],
    ['The service refused GET /x/: 400 name: It is taken. scopes/0: No such scope.', [token(), json(400, { detail: 'Wrong.', errors: [{ pointer: '#/name', detail: 'It is taken.' }, { pointer: '#/scopes/0', detail: 'No such scope.' }] })]],
    ['The service refused GET /x/: 404', [token(), new Response('gone', { status: 404 })]],
    ['The service refused GET /x/: 302', [token(), new Response(null, { status: 302, headers: { location: 'http://evil.test' } })]],
    ['What answers at http://casetrail.test is not a Casetrail', [token(), json(200, { title: 'x' })]],
    ['does not answer at http://casetrail.test (connection refused). Is it running?', [failed('ECONNREFUSED')]],
    ['(unknown host)', [failed('ENOTFOUND')]],
    ['(CERT_HAS_EXPIRED)', [failed('CERT_HAS_EXPIRED')]],
    ['(no answer within 10 s)', [Object.assign(new Error('late'), { name: 'TimeoutError' })]],
  ])('fails with "%s"', async (expected, answers) => {
    expect(await message(answers)).toContain(expected);
  });

  const lost = () => Object.assign(new Error('late'), { name: 'TimeoutError' });
  const inProgress = () =>
    new Response(JSON.stringify({ detail: 'Later.', code: 'request_in_progress' }), { status: 409, headers: { 'retry-after': '7' } });

  it.each<[string, (Response | Error)[], number[]]>([
    ['an answer that got lost', [lost(), failed('ECONNRESET')], [2_000, 2_000]],
    ['a store that was away', [json(503, { detail: 'Try again.' })], [2_000]],
    ['an earlier try that is still at it', [lost(), inProgress()], [2_000, 7_000]],
    ['a service that was started anew meanwhile', [lost(), failed('ECONNREFUSED')], [2_000, 2_000]],
  ])('changes something once, in spite of %s', async (_, before, waited) => {
    const { service, pauses } = client([token(), ...before, json(201, { name: 'a' })]);
    expect(await service.change('POST', '/x/', thing, {})).toEqual({ name: 'a' });
    expect(pauses).toEqual(waited);
  });

  it.each<[string, (Response | Error)[]]>([
    ['(no answer within 10 s). Is it running? CASETRAIL_URL says where it is. It is not known', [lost(), lost(), lost()]],
    ['did not carry out POST /x/: 503 Try again. It is not known', [lost(), lost(), json(503, { detail: 'Try again.' })]],
  ])('says how to ask again when nobody knows what became of it: "%s"', async (expected, answers) => {
    const failure = await client([token(), ...answers]).service.change('POST', '/x/', thing).catch((error: unknown) => (error as Error).message);
    expect(failure).toContain(expected);
    expect(failure).toContain('Give the same command with --idempotency-key a-new-key');
  });

  it.each<[string, (Response | Error)[], number]>([
    ['there is nobody to ask', [failed('ECONNREFUSED')], 1],
    ['there is nobody to carry it out', [token(), failed('ECONNREFUSED')], 2],
    ['it is refused', [token(), json(409, { detail: 'No.', code: 'already' })], 2],
    ['the token is not given', [json(503, { detail: 'Later.' })], 1],
  ])('does not ask again when %s', async (_, answers, times) => {
    const { service, asked } = client(answers);
    const failure = await service.change('POST', '/x/', thing).catch((error: unknown) => (error as Error).message);
    expect(asked).toHaveLength(times);
    expect(failure).not.toContain('--idempotency-key');
  });

  it('fails before it asks when there are no credentials', async () => {
    expect(await message([], { client: undefined })).toContain('CASETRAIL_CLIENT_ID and CASETRAIL_CLIENT_SECRET are not set');
  });

  it('is unreachable only when it did not answer', async () => {
    await expect(client([failed('ECONNRESET')]).service.open('/readyz')).rejects.toBeInstanceOf(ServiceUnreachable);
    expect((await client([json(503, {})]).service.open('/readyz')).status).toBe(503);
  });
});
