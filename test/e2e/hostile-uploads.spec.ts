import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type HostileUpload, hostileUploads } from '../support/hostile-uploads.js';
import { formBody } from '../support/form-body.js';
import { Service } from '../support/service.js';
import { sendAllFirst } from '../support/stubborn-client.js';

jest.setTimeout(300_000);

/** Bytes by which the process may grow over some hundred megabytes of uploads: what a garbage collector leaves lying about. */
const FLAT = 96 * 1024 * 1024;

describe('200 hostile uploads', () => {
  let service: Service;
  beforeAll(async () => {
    service = await Service.started();
  });
  afterAll(() => service.dispose());

  const send = async ({ what, raw, headers, statuses }: HostileUpload): Promise<string | undefined> => {
    const { status, body } = await service.api.request('POST', '/api/documents/', { raw, headers });
    return statuses.includes(status) ? undefined : `${what}: ${status} ${JSON.stringify(body).slice(0, 200)}`;
  };

  const residentBytes = async (): Promise<number> => {
    const { body } = await service.api.anonymous('GET', '/metrics');
    return Number(/^process_resident_memory_bytes (\S+)$/m.exec(body as string)?.[1]);
  };

  it('are all refused, leave no event and no bytes, and take no memory', async () => {
    const uploads = hostileUploads();
    expect(uploads.length).toBeGreaterThanOrEqual(200);
    const large = uploads.filter(({ raw }) => raw.length > 5_000_000);
    for (const upload of large.slice(0, 12)) await send(upload);
    const before = await residentBytes();

    const wrong: string[] = [];
    for (const upload of uploads) {
      const fault = await send(upload);
      if (fault !== undefined) wrong.push(fault);
    }
    expect(wrong).toEqual([]);
    expect((await residentBytes()) - before).toBeLessThan(FLAT);

    expect((await service.api.request('GET', '/api/documents/')).body).toMatchObject({ count: 0 });
    const log = await service.openLog();
    const uploaded = await log.readAll({ filter: { types: ['document-uploaded'] } });
    await log.close();
    expect(uploaded).toEqual([]);
    expect(service.output).not.toMatch(/"level":"(?:error|fatal)"/);
  });

  const LARGE = 12_000_000;
  const form = (name: string) => formBody([{ name, content: Buffer.alloc(LARGE, 'A'), fileName: 'a.txt' }]);
  it.each<[string, ReturnType<typeof formBody>, string]>([
    ['base64 that is none', { headers: { 'content-type': 'application/json' }, raw: Buffer.from(`{"file":"!!!!${'A'.repeat(LARGE)}"}`) }, '400 Bad Request'],
    ['another file', form('avatar'), '400 Bad Request'],
    ['a file that is too large', form('file'), '413 Payload Too Large'],
  ])('are answered, also to a client that sends all before it reads: %s', async (_, { headers, raw }, status) => {
    const head = { ...headers, authorization: `Bearer ${await service.api.token()}` };
    expect(await sendAllFirst('POST', new URL('/api/documents/', service.url), head, raw)).toBe(`HTTP/1.1 ${status}`);
  });
});
