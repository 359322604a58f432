import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase64 } from './base64.js';

async function* pieces(text: string, cuts: readonly number[] = []): AsyncGenerator<string> {
  let from = 0;
  for (const to of [...cuts, text.length].sort((a, b) => a - b)) {
    if (to > from) yield text.slice(from, to);
    from = Math.max(from, to);
  }
}

async function decoded(source: AsyncIterable<string>): Promise<Buffer> {
  const found: Buffer[] = [];
  for await (const piece of decodeBase64(source)) found.push(piece);
  return Buffer.concat(found);
}

const cuts = fc.array(fc.nat(200), { maxLength: 10 });

describe('base64', () => {
  it('stands for its bytes, wherever it is cut, with line breaks or without, and in a data: URI', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), cuts, fc.boolean(), fc.constantFrom('', 'data:application/pdf;base64,', 'DATA:;base64,'), async (bytes, at, broken, header) => {
        const plain = Buffer.from(bytes).toString('base64');
        const text = header + (broken ? plain.replace(/.{5}/g, '$&\r\n') : plain);
        expect((await decoded(pieces(text, at))).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  it.each([
    'QUJ', 'QQ', 'QQ=', 'Q===', '====', '=', 'QUJD=', 'QQ==QQ==', 'QQ==A', 'QR==', 'QUJ_', 'QUJ-', 'QUJD!', 'ä', 'QUJD\0', 'data:text/plain,abc',
    'data:text/plain;base64', 'data:', `data:${'x'.repeat(300)};base64,QQ==`, 'data:;base64,QQ', ', QQ==',
  ])('is not %j', async (text) => {
    for (const at of [[], [1], [1, 2, 3, 4, 5]]) await expect(decoded(pieces(text, at))).rejects.toMatchObject({ fields: [{ path: ['file'], code: 'invalid_base64' }] });
  });
});
