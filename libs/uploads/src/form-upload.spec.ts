import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FastifyRequest } from 'fastify';
import { formBody, type FormPart } from '../../../test/support/form-body.js';
import { readFormUpload } from './form-upload.js';

const LIMIT = 100_000;

/** A request whose body comes in pieces of that size, and has no length beforehand. */
function requestOf({ raw, headers }: { readonly raw: Uint8Array; readonly headers: Readonly<Record<string, string>> }, size: number): FastifyRequest {
  const pieces = Array.from({ length: Math.ceil(raw.length / size) }, (_, index) => Buffer.from(raw.subarray(index * size, (index + 1) * size)));
  const request = { headers, raw: Readable.from(pieces, { objectMode: false }), routeOptions: { config: { streamedBodyLimit: 2 * LIMIT } } };
  return request as unknown as FastifyRequest;
}

/** As whoever keeps files does. */
async function limited(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const kept: Uint8Array[] = [];
  for await (const piece of bytes) {
    kept.push(piece);
    if (Buffer.concat(kept).length > LIMIT) throw new Error('too large');
  }
  return Buffer.concat(kept).toString();
}

const readRaw = (form: Parameters<typeof requestOf>[0], size = 1_000, receive = limited) =>
  readFormUpload(requestOf(form, size), { fileLimit: LIMIT, integers: ['case_id'] }, receive);
const read = (parts: readonly FormPart[], size?: number, receive?: typeof limited) => readRaw(formBody(parts), size, receive);

const FILE: FormPart = { name: 'file', content: 'the file', fileName: 'a/b.pdf' };
const codeOf = (error: unknown): unknown => {
  const { fields, status, message } = error as { fields?: readonly { path: unknown; code: string }[]; status?: number; message: string };
  return fields?.map(({ path, code }) => [path, code]) ?? status ?? message;
};

describe('a form with a file', () => {
  it('gives the file to whoever receives it, and the fields as JSON would have them, wherever it is cut', async () => {
    const parts = [{ name: 'case_id', content: '17' }, FILE, { name: 'original_name', content: 'Zoë\r\n--' }, { name: 'delete_after', content: '' }];
    for (const size of [1, 2, 3, 7, 50, 10_000]) {
      expect(await read(parts, size)).toEqual({
        fields: { case_id: 17, file: '', original_name: 'Zoë\r\n--', delete_after: null },
        file: { received: 'the file', name: 'a/b.pdf' },
      });
    }
  });

  it('gives a file as it is, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), fc.integer({ min: 1, max: 4_000 }), async (content, size) => {
        const { file } = await readFormUpload(requestOf(formBody([{ ...FILE, content }]), size), { fileLimit: LIMIT, integers: [] }, (bytes) => buffer(bytes));
        expect(file?.received.equals(Buffer.from(content))).toBe(true);
      }),
    );
  });

  it('may be without one', async () => {
    expect(await read([{ name: 'original_name', content: 'a' }])).toEqual({ fields: { original_name: 'a' } });
    expect(await read([])).toEqual({ fields: {} });
  });

  it.each<[string, readonly FormPart[], unknown]>([
    ['another file', [{ ...FILE, name: 'avatar' }], [[['avatar'], 'unknown_file']]],
    ['two files', [FILE, FILE], [[['file'], 'given_twice']]],
    ['a field twice', [{ name: 'case_id', content: '1' }, { name: 'case_id', content: '2' }, FILE], [[['case_id'], 'given_twice']]],
    ['a file that is too large', [{ ...FILE, content: Buffer.alloc(LIMIT + 1) }], 'too large'],
    ['a file that is far too large', [{ ...FILE, content: Buffer.alloc(LIMIT + 50_000) }], 'too large'],
    ['too much beside the file', [FILE, ...Array.from({ length: 3 }, (_, index) => ({ name: `a${index}`, content: 'x'.repeat(30_000) }))], 413],
    ['a field that is too long', [{ name: 'a', content: 'x'.repeat(70_000) }], 413],
    ['too many fields', Array.from({ length: 21 }, (_, index) => ({ name: `a${index}`, content: '' })), 413],
  ])('may not have %s', async (_, parts, code) => {
    for (const size of [997, 100_000]) await expect(read(parts, size).catch(codeOf)).resolves.toEqual(code);
  });

  it('may not be preceded or followed by more than a body may have', async () => {
    const { raw, headers } = formBody([FILE]);
    const more = Buffer.alloc(2 * LIMIT, 'x');
    for (const around of [[more, raw], [raw, more]]) await expect(readRaw({ raw: Buffer.concat(around), headers }).catch(codeOf)).resolves.toBe(413);
  });

  it.each<[string, (form: Buffer) => Buffer, string | undefined]>([
    ['breaks off in the file', (form) => form.subarray(0, form.indexOf('file\r\n--')), undefined],
    ['breaks off in a head', (form) => form.subarray(0, 60), undefined],
    ['has parts without names', (form) => Buffer.from(form.toString().replaceAll(/; name="\w+"/g, '')), undefined],
    ['is none', () => Buffer.from('file=a'), undefined],
    ['is empty', () => Buffer.alloc(0), undefined],
    ['does not say what stands between its parts', (form) => form, 'multipart/form-data'],
    ['says that something else stands between its parts', (form) => form, 'multipart/form-data; boundary=other'],
  ])('that %s is refused as malformed', async (_, change, type) => {
    const { raw, headers } = formBody([{ name: 'case_id', content: '17' }, FILE]);
    const form = { raw: change(Buffer.from(raw)), headers: type === undefined ? headers : { 'content-type': type } };
    for (const size of [1, 1_000]) await expect(readRaw(form, size)).rejects.toMatchObject({ name: 'MalformedBodyError' });
  });

  it('is refused for the reason for which its file is, once whoever received that has come to an end', async () => {
    let ended = false;
    const refusing = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
      for await (const _ of bytes) break;
      await new Promise((resolve) => setImmediate(resolve));
      ended = true;
      throw new Error('not this one');
    };
    await expect(read([{ ...FILE, content: Buffer.alloc(50_000) }, { name: 'a', content: 'b' }], 100, refusing)).rejects.toThrow('not this one');
    expect(ended).toBe(true);
  });

  it('lets whoever receives the file come to an end when something else is wrong', async () => {
    let failure: unknown;
    const waiting = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
      try {
        return await limited(bytes);
      } catch (error) {
        failure = error;
        throw error;
      }
    };
    const { raw, headers } = formBody([{ ...FILE, content: Buffer.alloc(50_000) }]);
    await expect(readFormUpload(requestOf({ raw: raw.subarray(0, 20_000), headers }, 1_000), { fileLimit: LIMIT, integers: [] }, waiting)).rejects.toMatchObject({ name: 'MalformedBodyError' });
    expect(failure).toBeInstanceOf(Error);
  });
});
