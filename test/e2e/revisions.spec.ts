import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { type Answer, told } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

/** Revisions as clients see them: `ETag`, `If-Match` and `If-None-Match`. */
describe('the revision', () => {
  const service = new Service();
  beforeAll(() => service.start());
  afterAll(() => service.dispose());

  const open = (more: object = {}): Promise<CaseBody> =>
    service.api.createCase({ customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }], ...more });
  const ask = (method: string, path: string, json?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    service.api.request(method, path, { ...(json === undefined ? {} : { json }), headers });

  describe('that was seen guards', () => {
    it('a change of a case', async () => {
      const { id, revision } = await open();
      const patch = (etag: string): Promise<Answer> => ask('PATCH', `/api/cases/${id}/`, { delete_after: revision + 10 }, { 'if-match': etag });
      const shown = await ask('GET', `/api/cases/${id}/`);
      expect(shown.headers.get('etag')).toBe(`"${revision}"`);
      expect(told(await patch('"999"'))).toMatchObject({ status: 412, body: { code: 'stale' } });
      expect(told(await patch(`W/"${revision}"`))).toMatchObject({ status: 412 });
      const done = await patch(shown.headers.get('etag')!);
      expect([done.status, done.headers.get('etag')]).toEqual([200, `"${revision + 1}"`]);
      expect((await patch(`"${revision}"`)).status).toBe(412);
      expect((await patch('*')).status).toBe(200);
    });

    it('a change of many at once, for one of them', async () => {
      const { id, revision } = await open();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => ask('PATCH', `/api/cases/${id}/`, { metadata: { n } }, { 'if-match': `"${revision}"` })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    });

    it('a change once: the same request again is given its first answer, whatever the revision is by now', async () => {
      const { id, revision } = await open();
      const headers = { 'if-match': `"${revision}"`, 'idempotency-key': `rename-${id}` };
      const rename = (): Promise<Answer> => ask('PATCH', `/api/cases/${id}/`, { external_id: `renamed-${id}` }, headers);
      const first = await rename();
      await ask('POST', `/api/cases/${id}/notes/`, { note: 'x' });
      const again = await rename();
      expect(told(again)).toEqual(told(first));
      expect([again.headers.get('idempotency-replayed'), again.headers.get('etag')]).toEqual(['true', `"${revision + 1}"`]);
      expect((await service.api.history(id)).filter(({ event }) => event === 'case-updated')).toHaveLength(1);
    });

    it('the start of a case', async () => {
      const { id, revision } = await open({ auto_start: false });
      const start = (etag: string): Promise<Answer> => ask('POST', `/api/cases/${id}/start/`, undefined, { 'if-match': etag });
      expect((await start(`"${revision + 1}"`)).status).toBe(412);
      expect(told(await start(`"${revision}"`))).toMatchObject({ status: 200, body: { action_taken: 'started' } });
      expect((await start(`"${revision}"`)).status).toBe(412);
    });

    it('a change of a customer', async () => {
      const made = await ask('POST', '/api/customers/', { full_name: 'Grace', external_id: 'guarded' });
      expect(made.headers.get('etag')).toBe('"0"');
      const change = (etag: string): Promise<Answer> => ask('PATCH', '/api/customers/update/', { external_id: 'guarded', full_name: 'Grace Hopper' }, { 'if-match': etag });
      expect((await change('"1"')).status).toBe(412);
      const changed = await change('"0"');
      expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"1"']);
    });
  });

  describe('that is known has nothing sent again', () => {
    it('of a case, as long as neither the case nor what it shows of its customer has changed', async () => {
      const { id, customer } = await open({ customer: { full_name: 'Ada', external_id: 'known' } });
      const again = (etag: string): Promise<Answer> => ask('GET', `/api/cases/${id}/`, undefined, { 'if-none-match': etag });
      const etag = (await ask('GET', `/api/cases/${id}/`)).headers.get('etag')!;
      await eventually(async () => {
        expect(await again(etag)).toMatchObject({ status: 304, body: '' });
      });
      expect((await again(etag)).headers.get('etag')).toBe(etag);
      expect((await again('"999"')).status).toBe(200);

      await ask('PATCH', '/api/customers/update/', { external_id: 'known', full_name: 'Ada King' });
      expect(told(await again(etag))).toMatchObject({ status: 200, body: { customer: { id: customer.id, full_name: 'Ada King' } } });
      await ask('POST', `/api/cases/${id}/notes/`, { note: 'x' });
      expect((await again(etag)).status).toBe(200);
    });

    it('of a customer neither', async () => {
      const { body, headers } = await ask('POST', '/api/customers/', { full_name: 'Grace' });
      const path = `/api/customers/${(body as { id: number }).id}/`;
      expect((await ask('GET', path, undefined, { 'if-none-match': headers.get('etag')! })).status).toBe(304);
      expect((await ask('GET', path, undefined, { 'if-none-match': '"7"' })).status).toBe(200);
    });
  });
});
