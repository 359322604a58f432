import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Service } from '../support/service.js';

jest.setTimeout(60_000);

let service: Service;
beforeAll(async () => {
  service = await Service.started();
});
afterAll(() => service.dispose());

const upload = (slug: string, csv: string) =>
  service.api.request('PUT', `/api/watchlists/${slug}/`, { raw: csv, headers: { 'content-type': 'text/csv' } });

describe('watchlists', () => {
  it('have versions, and are listed without their entries', async () => {
    await upload('fraud', 'name\nEve Malory\n');
    for (let time = 0; time < 2; time++) expect(await upload('staff', 'name\nAda Lovelace\n')).toMatchObject({ status: 200, body: { version: 1 } });
    const json = { entries: [{ name: 'Ada Lovelace' }, { name: 'Charles Babbage', birth_dates: ['1791-12-26'] }] };
    expect(await service.api.request('PUT', '/api/watchlists/staff/', { json })).toMatchObject({ status: 200, body: { slug: 'staff', version: 2, entries: 2 } });
    expect((await service.api.request('GET', '/api/watchlists/staff/')).body).toMatchObject({ version: 2, entries: 2 });
    expect((await service.api.request('GET', '/api/watchlists/staff/versions/')).body).toMatchObject({ count: 2, results: [{ version: 2 }, { version: 1 }] });
    const { body } = await service.api.request('GET', '/api/watchlists/');
    expect(body).toMatchObject({ results: [{ slug: 'fraud' }, { slug: 'staff', version: 2 }] });
    expect(JSON.stringify(body)).not.toContain('Lovelace');
  });

  it.each<[string, string, string | Uint8Array, string, number]>([
    ['that is no text', '/api/watchlists/x/', Uint8Array.from([0x6e, 0xff, 0xfe]), 'text/csv', 400],
    ['without its names', '/api/watchlists/x/', 'id\n1\n', 'text/csv', 400],
    ['of another kind', '/api/watchlists/x/', '<list/>', 'application/xml', 415],
    ['where none is wanted', '/api/providers/', 'name\nAda\n', 'text/csv', 415],
  ])('refuse a CSV %s', async (_, path, raw, type, status) => {
    expect(await service.api.request('PUT', path, { raw, headers: { 'content-type': type } })).toMatchObject({ status });
  });

  it.each([
    ['a list that is not there', 'GET', '/api/watchlists/nobody/', undefined, 404],
    ['versions of a list that is not there', 'GET', '/api/watchlists/nobody/versions/', undefined, 404],
    ['a name that cannot be one', 'PUT', '/api/watchlists/A%2FB/', { entries: [] }, 400],
    ['an entry without a name', 'PUT', '/api/watchlists/x/', { entries: [{ note: 'x' }] }, 400],
    ['an entry with a field that is not known', 'PUT', '/api/watchlists/x/', { entries: [{ name: 'x', dob: '1' }] }, 400],
  ] as const)('answer %s with its status', async (_, method, path, json, status) => {
    expect(await service.api.request(method, path, json ? { json } : {})).toMatchObject({ status });
  });
});

describe('the settings of providers', () => {
  it('are shown without a secret, but for those that were just made', async () => {
    const json = {
      providers: {
        screening: { kind: 'http', url: 'https://screening.example/checks', attempts: 3 },
        sanctions: { kind: 'yente', url: 'https://yente.example', api_key: 'the-key' },
      },
      check_types: { SANCTION: 'sanctions' },
    };
    const set = await service.api.request('PUT', '/api/providers/', { json });
    expect(set).toMatchObject({ status: 200, body: { secrets: { screening: expect.stringMatching(/^whsec_/) } } });
    expect(set.headers.get('cache-control')).toBe('no-store');
    const { body } = await service.api.request('GET', '/api/providers/');
    expect(body).toMatchObject({ providers: { screening: { kind: 'http', attempts: 3 }, sanctions: { has_api_key: true } }, check_types: { SANCTION: 'sanctions' } });
    expect(JSON.stringify(body)).not.toMatch(/whsec_|the-key|v1\./);
    expect((await service.api.request('PUT', '/api/providers/', { json })).body).toMatchObject({ secrets: {} });
  });

  it('refuse what is wrong by its field', async () => {
    const wrong = { providers: { x: { kind: 'http', url: 'ftp://x' } }, check_types: { PEP: 'nobody' } };
    expect(await service.api.request('PUT', '/api/providers/', { json: wrong })).toMatchObject({ status: 400, body: { providers: { x: { url: [expect.any(String)] } } } });
    const unknown = { providers: {}, check_types: { PEP: 'nobody' } };
    expect(await service.api.request('PUT', '/api/providers/', { json: unknown })).toMatchObject({ status: 400, body: { check_types: { PEP: [expect.any(String)] } } });
  });
});
