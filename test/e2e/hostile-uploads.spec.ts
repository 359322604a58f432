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
    for (const upload of large.slice(0, 20)) await send(upload);
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

  const rest = Array.from({ length: 12 }, () => Buffer.alloc(1_000_000, 'A'));
  const open = (name: string): Buffer => {
    const form = Buffer.from(formBody([{ name, content: '', fileName: 'a.txt' }]).raw);
    return form.subarray(0, form.indexOf('\r\n\r\n') + 4);
  };
  const { headers } = formBody([]);
  it.each<[string, string, Buffer, string]>([
    ['base64 that is none', 'application/json', Buffer.from('{"file":"!!!!'), 'HTTP/1.1 400 Bad Request'],
    ['another file', headers['content-type'] ?? '', open('avatar'), 'HTTP/1.1 400 Bad Request'],
    ['a file that is too large', headers['content-type'] ?? '', open('file'), 'HTTP/1.1 413 Payload Too Large'],
  ])('are answered, also to a client that sends all before it reads: %s', async (_, type, beginning, status) => {
    const head = ['POST /api/documents/ HTTP/1.1', `authorization: Bearer ${await service.api.token()}`, `content-type: ${type}`];
    expect(await sendAllFirst(service.url, head, [beginning, ...rest])).toBe(status);
  });
});
