import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore } from '#blob-store';
import { openFolderBlobStore } from '#blob-store/engines';
import { documentAggregate, documentStream, removeBytes, sweepBlobs } from '#documents';
import { CommandRunner, IdBlocks, randomIds } from '#event-sourcing';
import { FrailStore, InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiOnStore, type SpecAnswer } from './testing/api-on-store.js';

/** Later than every time: what is swept need not be a day old here. */
const FAR_AHEAD = 8.64e15;
const A_DAY = 24 * 3_600_000;

const store = new InMemoryEventStore();
const time = new ManualTime();
const frail = new FrailStore(store);
const folder = mkdtempSync(join(tmpdir(), 'casetrail-spec-'));
const blobs = openFolderBlobStore(folder);
let mortal: ApiOnStore;
let next: ApiOnStore;
let keys = 0;
beforeAll(async () => {
  mortal = await ApiOnStore.started(frail.store, time, { blobStore: blobs });
  next = await ApiOnStore.started(store, time, { blobStore: blobs });
});
beforeEach(() => {
  for (const name of readdirSync(folder)) if (name !== '.unfinished') rmSync(join(folder, name), { recursive: true });
});
afterAll(async () => {
  await Promise.all([mortal.app.close(), next.app.close()]);
  rmSync(folder, { recursive: true });
});

const files = (): readonly string[] => readdirSync(folder, { recursive: true }).map(String).filter((name) => /[0-9a-f]{64}\.\d+$/.test(name));
const sweep = (from: BlobStore = blobs) =>
  sweepBlobs({ blobs: from, runner: new CommandRunner(store), ids: new IdBlocks(store, time, randomIds), now: time.now(), before: FAR_AHEAD });
const upload = (key: string, process = next): Promise<SpecAnswer> =>
  process.ask('POST', '/api/documents/', { key, json: { file: Buffer.from('a text').toString('base64'), original_name: 'a.txt' } });
const content = async (id: unknown): Promise<string> => {
  const { status, text } = await next.bytes(`/api/documents/${String(id)}/content/`);
  return status === 200 ? text : String(status);
};

/** An upload whose process dies right before the document's event, with everything else done. */
async function interrupted(): Promise<string> {
  const key = `key-${++keys}`;
  frail.before = (stream) => {
    if (stream.startsWith('document-')) throw new Error('The process is dead.');
  };
  expect((await upload(key, mortal)).status).toBe(500);
  frail.revive();
  time.advance(A_DAY);
  return key;
}

describe('an upload with a key that comes again', () => {
  it('makes the document of the first time', async () => {
    const key = await interrupted();
    const { status, body } = await upload(key);
    expect(status).toBe(201);
    expect(await content(body.id)).toBe('a text');
    expect(await sweep()).toEqual({ removed: 0, foreign: 0 });
    expect(files()).toHaveLength(1);
  });

  it('has its bytes also when those of the first time were swept', async () => {
    const key = await interrupted();
    expect(await sweep()).toEqual({ removed: 1, foreign: 0 });
    const { status, body } = await upload(key);
    expect(status).toBe(201);
    expect(await content(body.id)).toBe('a text');
    expect(await sweep()).toEqual({ removed: 0, foreign: 0 });
    expect(files()).toHaveLength(1);
    expect((await upload(key)).body).toEqual(body);
  });

  it('has its bytes also when it comes while those of the first time are being swept', async () => {
    const key = await interrupted();
    let again: SpecAnswer | undefined;
    const removeLate: BlobStore['delete'] = async (ref) => {
      again ??= await upload(key);
      await blobs.delete(ref);
    };
    expect(await sweep(Object.assign(Object.create(blobs) as BlobStore, { delete: removeLate }))).toEqual({ removed: 1, foreign: 0 });
    expect(again?.status).toBe(201);
    expect(await content(again?.body.id)).toBe('a text');
    expect(files()).toHaveLength(1);
  });

  it('leaves no bytes of a document that was deleted since', async () => {
    const key = `key-${++keys}`;
    // The document is there, and whoever asked has not heard of it.
    frail.after = (stream) => {
      if (stream.startsWith('document-')) throw new Error('The process is dead.');
    };
    expect((await upload(key, mortal)).status).toBe(500);
    frail.revive();
    const [uploaded] = await store.readAll({ direction: 'backwards', filter: { types: ['document-uploaded'] }, limit: 1 });
    const { document_id: id } = uploaded!.data as { document_id: number };
    const stream = documentStream('default', id);
    const context = { org: 'default', actor: 'system:spec', commandId: randomIds.uuid(), correlationId: 'spec', now: time.now() };
    await new CommandRunner(store).run(documentAggregate, stream, () => [{ type: 'document-deleted', data: {} }], context);
    await removeBytes(stream, store, blobs);
    time.advance(A_DAY);
    expect(await upload(key)).toMatchObject({ status: 201, body: { id } });
    expect(files()).toEqual([]);
    expect(await content(id)).toBe('404');
  });
});

describe('a document', () => {
  it('whose bytes went after it was looked up is not there', async () => {
    const { body } = await upload(`key-${++keys}`);
    const stream = documentStream('default', body.id as number);
    const deletedMeanwhile: BlobStore['get'] = async (ref) => {
      const context = { org: 'default', actor: 'system:spec', commandId: randomIds.uuid(), correlationId: 'spec', now: time.now() };
      await new CommandRunner(store).run(documentAggregate, stream, () => [{ type: 'document-deleted', data: {} }], context);
      await removeBytes(stream, store, blobs);
      return blobs.get(ref);
    };
    const reader = await ApiOnStore.started(store, time, { blobStore: Object.assign(Object.create(blobs) as BlobStore, { get: deletedMeanwhile }) });
    const { status, text } = await reader.bytes(`/api/documents/${String(body.id)}/content/`);
    await reader.app.close();
    expect({ status, body: JSON.parse(text) as unknown }).toEqual({ status: 404, body: { detail: 'Not found.', code: 'document_not_found' } });
  });
});
