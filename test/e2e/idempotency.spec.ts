import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Answer } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

describe('an Idempotency-Key', () => {
  let service: Service;
  beforeAll(async () => {
    service = await Service.started();
  });
  afterAll(() => service.dispose());

  const post = (path: string, json: unknown, key: string): Promise<Answer> =>
    service.api.request('POST', path, { json, headers: { 'idempotency-key': key } });
  const replayed = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

  it('holds over a kill and a restart', async () => {
    const json = { customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }] };
    const first = await post('/api/cases/', json, 'restarted');
    await service.kill();
    await service.start();
    const again = await post('/api/cases/', json, 'restarted');
    expect([first.status, replayed(first)]).toEqual([201, false]);
    expect([again.status, replayed(again), again.body]).toEqual([201, true, first.body]);
    expect(await post('/api/cases/', { ...json, external_id: 'another' }, 'restarted')).toMatchObject({ status: 422 });
  });

  it('stands for a PATCH and what it carried', async () => {
    const { id } = await service.api.createCase({ customer: { full_name: 'Ada' } });
    const patch = (metadata: object) => service.api.request('PATCH', `/api/cases/${id}/`, { json: { metadata }, headers: { 'idempotency-key': 'patched' } });
    const first = await patch({ a: 1 });
    await service.api.request('PATCH', `/api/cases/${id}/`, { json: { metadata: { b: 2 } } });
    const again = await patch({ a: 1 });
    expect([again.status, replayed(again), again.body, again.headers.get('etag')]).toEqual([200, true, first.body, first.headers.get('etag')]);
    expect(await service.api.getCase(id)).toMatchObject({ metadata: { b: 2 } });
    expect(await patch({ c: 3 })).toMatchObject({ status: 422 });
  });

  it('stands for an upload and its content', async () => {
    const upload = (text: string) => ({ file: Buffer.from(text).toString('base64'), original_name: 'statement.txt' });
    const first = await post('/api/documents/', upload('the first text'), 'uploaded');
    const again = await post('/api/documents/', upload('the first text'), 'uploaded');
    expect([first.status, replayed(first)]).toEqual([201, false]);
    expect([again.status, replayed(again), again.body]).toEqual([201, true, first.body]);
    expect(await post('/api/documents/', upload('the other text'), 'uploaded')).toMatchObject({ status: 422 });
    await eventually(async () => {
      expect((await service.api.request('GET', '/api/documents/')).body).toMatchObject({ count: 1 });
    });
  });

  it('in another version of the API stands for another request', async () => {
    const json = { customer: { full_name: 'Ada' } };
    const inVersion = (version: string) =>
      service.api.request('POST', '/api/cases/', { json, headers: { 'idempotency-key': 'versions', 'casetrail-version': version } });
    expect([(await inVersion('3')).status, (await inVersion('2')).status, replayed(await inVersion('3'))]).toEqual([201, 422, true]);
  });
});
