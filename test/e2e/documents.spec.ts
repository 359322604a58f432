import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sampleFiles } from '#uploads/testing';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { formBody } from '../support/form-body.js';
import { addOrganization } from '../support/second-organization.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const OTHER = { slug: 'other', client: { id: '22222222-2222-4222-8222-222222222222', secret: 'the secret of another one' } } as const;
const LIMIT = 10 * 1024 * 1024;

interface DocumentBody {
  readonly id: number;
  readonly original_name: string;
  readonly sha256: string;
  readonly case: number | null;
  readonly check: number | null;
  readonly customer: number | null;
}

describe('documents', () => {
  const service = new Service();
  const { api } = service;
  beforeAll(async () => {
    await addOrganization(service, OTHER);
    await service.start();
  });
  afterAll(() => service.dispose());

  const upload = (json: object, client = api) => client.request('POST', '/api/documents/', { json });
  const uploaded = async (more: object = {}): Promise<DocumentBody> => {
    const { status, body } = await upload({ file: sampleFiles.pdf.toString('base64'), original_name: 'a.pdf', ...more });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body as DocumentBody;
  };
  const get = async (id: number, client = api) => client.request('GET', `/api/documents/${id}/`);
  const content = async (id: number): Promise<Response> =>
    fetch(new URL(`/api/documents/${id}/content/`, service.url), { headers: { authorization: `Bearer ${await api.token()}` } });
  const told = ({ status, body }: { status: number; body: unknown }) => ({ status, body });

  it('come as base64, as a data: URI or in a form, and are given back to the byte', async () => {
    const file = Buffer.concat([sampleFiles.pdf, randomBytes(300_000)]);
    const base64 = file.toString('base64');
    const answers = [
      await upload({ file: base64, original_name: 'Zoë.pdf' }),
      await upload({ original_name: 'Zoë.pdf', file: `data:text/html;base64,${base64}` }),
      await api.request('POST', '/api/documents/', formBody([{ name: 'file', content: file, fileName: 'b.exe' }, { name: 'original_name', content: 'Zoë.pdf' }])),
      await api.request('POST', '/api/documents', formBody([{ name: 'delete_after', content: '' }, { name: 'file', content: file, fileName: 'Zoë.pdf' }])),
    ];
    for (const { status, body } of answers) {
      expect({ status, body }).toEqual({
        status: 201,
        body: {
          id: expect.any(Number), original_name: 'Zoë.pdf', content_type: 'application/pdf', size: file.length,
          sha256: createHash('sha256').update(file).digest('hex'), case: null, check: null, customer: null, delete_after: -1,
          created_at: expect.any(String), updated_at: expect.any(String),
        },
      });
      const { id } = body as DocumentBody;
      expect(told(await get(id))).toEqual({ status: 200, body });
      const { headers, ...answer } = await content(id).then(async (response) => ({ headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }));
      expect(answer.bytes.equals(file)).toBe(true);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'application/pdf', 'content-length': String(file.length), 'x-content-type-options': 'nosniff',
        'content-disposition': `attachment; filename="Zoe.pdf"; filename*=UTF-8''Zo%C3%AB.pdf`, 'content-security-policy': "sandbox; default-src 'none'",
      });
    }
  });

  it('have 10 MiB at most, in whatever form', async () => {
    const most = Buffer.alloc(LIMIT, 'a line of text\n');
    const more = Buffer.concat([most, Buffer.from('x')]);
    expect((await upload({ file: most.toString('base64'), original_name: 'a.txt' })).status).toBe(201);
    expect((await api.request('POST', '/api/documents/', formBody([{ name: 'file', content: most, fileName: 'a.txt' }]))).status).toBe(201);
    const tooLarge = { status: 413, body: { code: 'request_too_large', detail: expect.any(String) } };
    expect(told(await upload({ file: more.toString('base64'), original_name: 'a.txt' }))).toEqual(tooLarge);
    expect(told(await api.request('POST', '/api/documents/', formBody([{ name: 'file', content: more, fileName: 'a.txt' }])))).toEqual(tooLarge);
    expect(told(await upload({ file: Buffer.alloc(LIMIT + 1_000_000).toString('base64'), original_name: 'a.txt' }))).toEqual(tooLarge);
  });

  it('belong to one case, check or customer, where they are found', async () => {
    const made = await api.createCase({ customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }] });
    const targets = { case: made.id, check: made.checks[0]!.id, customer: made.customer.id };
    for (const [kind, id] of Object.entries(targets)) {
      const document = await uploaded({ [`${kind}_id`]: id });
      expect(document).toMatchObject({ case: null, check: null, customer: null, [kind]: id });
      const found = await eventually(async () => {
        const { body } = await api.request('GET', `/api/documents/?${kind}_id=${id}`);
        expect(body).toMatchObject({ count: 1 });
        return body;
      });
      expect(found).toEqual({ count: 1, next: null, previous: null, results: [document] });
    }
    expect(told(await api.request('GET', `/api/documents/?case_id=${made.id}&customer_id=${made.customer.id}`))).toMatchObject({ status: 200, body: { count: 0 } });
    for (const field of ['case_id', 'check_id', 'customer_id']) {
      expect(told(await upload({ file: 'QQ==', original_name: 'a.txt', [field]: 4_000_000 }))).toEqual({ status: 400, body: { [field]: ['Invalid pk "4000000" - object does not exist.'] } });
    }
    const two = await upload({ file: 'QQ==', original_name: 'a.txt', case_id: made.id, customer_id: made.customer.id });
    expect(told(two)).toEqual({ status: 400, body: { non_field_errors: ['Give at most one of case_id, check_id and customer_id.'] } });
  });

  it('need a file and a name', async () => {
    expect(told(await upload({}))).toMatchObject({ status: 400, body: { file: ['This field is required.'], original_name: ['This field is required.'] } });
    expect(told(await upload({ file: 5, original_name: '../a' }))).toMatchObject({ status: 400, body: { file: ['Not a valid string.'], original_name: [expect.any(String)] } });
    expect(told(await api.request('POST', '/api/documents/', formBody([])))).toMatchObject({ status: 400 });
    expect(told(await api.request('POST', '/api/documents/'))).toMatchObject({ status: 400 });
    expect((await api.request('POST', '/api/documents/', { raw: 'x', headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    expect((await api.request('POST', '/api/cases/', formBody([{ name: 'a', content: 'b' }]))).status).toBe(415);
  });

  it('of another organization are not there', async () => {
    const stranger = new ApiClient(() => service.url, OTHER.client);
    const { id } = await uploaded();
    for (const path of ['', 'content/']) {
      const [theirs, none] = [await stranger.request('GET', `/api/documents/${id}/${path}`), await stranger.request('GET', `/api/documents/4000000/${path}`)];
      expect(told(theirs)).toEqual({ status: 404, body: { detail: 'Not found.', code: 'document_not_found' } });
      expect(told(theirs)).toEqual(told(none));
    }
    expect(told(await stranger.request('GET', '/api/documents/'))).toMatchObject({ status: 200, body: { count: 0 } });
  });

  it('are described, and are there after a restart', async () => {
    const { id, sha256 } = await uploaded();
    await service.restart();
    const bytes = Buffer.from(await (await content(id)).arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    const { body } = await api.anonymous('GET', '/openapi.json');
    const { paths } = body as { paths: Record<string, Record<string, { requestBody?: { content: object } }>> };
    expect(Object.keys(paths['/api/documents/']?.post?.requestBody?.content ?? {})).toEqual(['application/json', 'multipart/form-data']);
  });
});
