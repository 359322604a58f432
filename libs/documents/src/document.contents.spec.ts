import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '#blob-store';
import { describe, expect, it } from '@jest/globals';
import { DocumentContents } from './document.contents.service.js';
import type { DocumentReader } from './document.reader.js';
import type { DocumentState } from './document.state.js';

const PIECES = ['some ', 'bytes ', 'of it'].map((text) => Buffer.from(text));
const sha256 = createHash('sha256').update(Buffer.concat(PIECES)).digest('hex');
const documentOf = (hash: string): DocumentState => ({ org: 'acme', id: 1, sha256: hash }) as DocumentState;

describe('the bytes of a document', () => {
  const contentsOf = (stored: Readable): DocumentContents => new DocumentContents({ get: async () => stored } as unknown as BlobStore, {} as DocumentReader);

  it('are given as they are stored', async () => {
    const bytes = await contentsOf(Readable.from(PIECES)).read(documentOf(sha256));
    expect((await buffer(bytes)).toString()).toBe('some bytes of it');
  });

  it('are not given to the end when they are not those that were uploaded', async () => {
    const bytes = await contentsOf(Readable.from(PIECES)).read(documentOf('0'.repeat(64)));
    const given: string[] = [];
    bytes.on('data', (piece: Buffer) => given.push(piece.toString()));
    const [error] = (await once(bytes, 'error')) as [Error];
    expect([given.join(''), error.message]).toEqual(['some bytes ', 'The bytes of document acme.1 are not those that were uploaded.']);
  });

  it.each(['before the first piece', 'in the middle'])('are given back to the store when whoever asked goes away %s', async (when) => {
    const stored = Readable.from(PIECES);
    const closed = new Promise((resolve) => stored.once('close', resolve));
    const bytes = await contentsOf(stored).read(documentOf(sha256));
    if (when === 'in the middle') await once(bytes, 'readable');
    bytes.destroy();
    await closed;
    expect(stored.destroyed).toBe(true);
  });

  it('are whole in memory for a few documents at a time, whatever becomes of each', async () => {
    let [open, most] = [0, 0];
    const get = async (): Promise<Readable> => {
      most = Math.max(most, ++open);
      return Readable.from(PIECES).once('close', () => open--);
    };
    const contents = new DocumentContents({ get } as unknown as BlobStore, {} as DocumentReader);
    const asked = Array.from({ length: 20 }, (_, index) => contents.base64(documentOf(index % 2 === 0 ? sha256 : '0'.repeat(64))));
    const answers = await Promise.allSettled(asked);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect([open, most]).toEqual([0, 4]);
    await expect(asked[0]).resolves.toBe(Buffer.concat(PIECES).toString('base64'));
  });
});
