import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readJsonUpload } from './json-upload.js';

async function* cut(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = async (text: string, size = 1_000): Promise<{ fields: unknown; file?: string }> => {
  const received = await readJsonUpload(cut(text, size), (json) => JSON.parse(json.toString()) as unknown, (bytes) => buffer(bytes));
  return { fields: received.fields, ...(received.file === undefined ? {} : { file: received.file.toString() }) };
};
/** Without what JSON has no place for. */
const asJson = (value: unknown): object => JSON.parse(JSON.stringify(value)) as object;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a JSON body with a file', () => {
  it('gives the file to whoever receives it, and the rest without it, wherever both are cut', async () => {
    const text = JSON.stringify({ a: { file: 'no' }, 'f"il\\e': '{"file":"no"}', file: base64('the file'), list: ['file', { file: 1 }], original_name: 'ä' });
    for (let size = 1; size < text.length + 2; size++) {
      expect(await read(text, size)).toEqual({ fields: { ...(JSON.parse(text) as object), file: '' }, file: 'the file' });
    }
  });

  it('is read as any parser reads it', async () => {
    const body = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('file', 'a')), fc.oneof(fc.jsonValue(), fc.string()));
    await fc.assert(
      fc.asyncProperty(body, fc.string(), fc.integer({ min: 1, max: 50 }), fc.boolean(), async (fields, content, size, hasFile) => {
        const { file: _, ...rest } = fields;
        const text = JSON.stringify(hasFile ? { ...rest, file: base64(content) } : rest, null, size % 3);
        expect(await read(text, size)).toEqual(hasFile ? { fields: { ...asJson(rest), file: '' }, file: content } : { fields: asJson(rest) });
      }),
    );
  });

  it('may write the file and its name with escapes', async () => {
    const text = `{"\\u0066ile": "${base64('??>>~~').replaceAll('/', '\\/').replaceAll('+', '\\u002B').replaceAll('=', '\\u003d')}\\r\\n"}`;
    for (let size = 1; size < text.length; size++) expect((await read(text, size)).file).toBe('??>>~~');
  });

  it.each(['{"file": 5}', '{"file": null}', '{"file": ["QQ=="]}', '{"file": {"file": "QQ=="}}', '["file", "QQ=="]', '"file"', '{}', 'null'])('has no file in %s', async (text) => {
    expect(await read(text)).toEqual({ fields: JSON.parse(text) as unknown });
  });

  it.each([
    ['that breaks off', '{"file":"QQ==', 'invalid'],
    ['with an escape that is none', '{"file":"QQ\\x=="}', 'invalid'],
    ['with half an escape', '{"file":"QQ\\u00"}', 'invalid'],
    ['with a quote in it', '{"file":"QQ\\"=="}', 'invalid_base64'],
    ['twice', '{"file":"QQ==","file":"QQ=="}', 'given_twice'],
  ])('may not have one %s', async (_, text, code) => {
    for (const size of [1, 1_000]) await expect(read(text, size)).rejects.toMatchObject({ fields: [{ path: ['file'], code }] });
  });

  it('is no JSON when the rest is none', async () => {
    for (const text of ['{"file":"QQ=="', '{"file":"QQ==" "QQ=="}', '{"file" "QQ=="}', 'x{"file":"QQ=="}']) await expect(read(text)).rejects.toThrow(SyntaxError);
  });

  it('may have no more beside the file than is read at once', async () => {
    await expect(read(JSON.stringify({ file: 'QQ==', a: 'x'.repeat(70_000) }), 500)).rejects.toMatchObject({ status: 413 });
  });
});
