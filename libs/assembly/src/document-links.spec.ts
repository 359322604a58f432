import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderBlobStore } from '#blob-store/engines';
import { caseAggregate, caseStream, decideDeleteCase } from '#cases';
import { sweepBlobs } from '#documents';
import { CommandRunner, IdBlocks, randomIds, StoreUnavailableError } from '#event-sourcing';
import { FrailStore, InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiOnStore, type SpecAnswer } from './testing/api-on-store.js';

/** Longer than a claim lasts. */
const LATER = 15_000;
const MOST_APPENDS = 5;
const deaths = Array.from({ length: MOST_APPENDS }, (_, index) => index + 1).flatMap((nth) => [false, true].map((stored) => ({ nth, stored })));

const store = new InMemoryEventStore();
const time = new ManualTime();
const frail = new FrailStore(store);
const folder = mkdtempSync(join(tmpdir(), 'casetrail-spec-'));
const blobs = openFolderBlobStore(folder);
let mortal: ApiOnStore;
let next: ApiOnStore;
/** How many events there were before the spec under way. */
let earlier: number;
let made = 0;
beforeAll(async () => {
  mortal = await ApiOnStore.started(frail.store, time, { blobStore: blobs });
  next = await ApiOnStore.started(store, time, { blobStore: blobs });
});
beforeEach(async () => {
  earlier = (await log()).length;
  for (const name of readdirSync(folder)) if (name !== '.unfinished') rmSync(join(folder, name), { recursive: true });
});
afterEach(() => {
  frail.revive();
});
afterAll(async () => {
  await Promise.all([mortal.app.close(), next.app.close()]);
  rmSync(folder, { recursive: true });
});

const log = () => store.readAll({ limit: 1_000_000 });
const upload = (process = next, more: object = {}): Promise<SpecAnswer> =>
  process.ask('POST', '/api/documents/', { json: { file: Buffer.from('a text').toString('base64'), original_name: 'a.txt', ...more } });
const aDocument = async (more: object = {}): Promise<number> => (await upload(next, more)).body.id as number;
const aCase = (json: object = {}, process = next): Promise<SpecAnswer> => process.ask('POST', '/api/cases/', { json: { customer: { full_name: 'Ada' }, ...json } });
const addCheck = (json: object, process = next): Promise<SpecAnswer> => process.ask('POST', '/api/checks/', { json: { check_type: 'PEP', ...json } });
const documentOf = async (id: number): Promise<SpecAnswer['body']> => (await next.ask('GET', `/api/documents/${id}/`)).body;
const ofType = async (wanted: string): Promise<readonly { readonly data: unknown }[]> => (await log()).slice(earlier).filter(({ type }) => type === wanted);
const elsewhere = (id: number) => [`Document ${id} belongs to something else already.`];

describe('a document', () => {
  it('belongs to the case or the check that is made with it, and to no other', async () => {
    const [first, second, third] = [await aDocument(), await aDocument(), await aDocument()];
    const made = await aCase({ document_ids: [first, first], checks: [{ check_type: 'PEP' }, { check_type: 'IDV', document_ids: [second] }] });
    expect(made.status).toBe(201);
    const [, check] = made.body.checks as readonly { readonly id: number }[];
    expect(await documentOf(first)).toMatchObject({ case: made.body.id, check: null, customer: null });
    expect(await documentOf(second)).toMatchObject({ case: null, check: check!.id, customer: null });

    const added = await addCheck({ case_id: made.body.id, document_ids: [third] });
    expect(added.status).toBe(201);
    expect(await documentOf(third)).toMatchObject({ check: added.body.id });

    const again = await aCase({ document_ids: [first, 99], checks: [{ check_type: 'PEP' }, { check_type: 'PEP', document_ids: [third, 98] }] });
    const missing = (id: number) => `Invalid pk "${id}" - object does not exist.`;
    expect(again).toMatchObject({
      status: 400,
      body: { document_ids: [...elsewhere(first), missing(99)], checks: [{}, { document_ids: [...elsewhere(third), missing(98)] }] },
    });
    expect(await addCheck({ case_id: made.body.id, document_ids: [second] })).toMatchObject({ status: 400, body: { document_ids: elsewhere(second) } });
    expect(await ofType('case-created')).toHaveLength(1);
    expect(await ofType('document-claimed')).toHaveLength(3);
  });

  it('that was uploaded for something stays with it', async () => {
    const { body } = await aCase();
    const id = await aDocument({ case_id: body.id });
    expect(await aCase({ document_ids: [id] })).toMatchObject({ status: 400, body: { document_ids: elsewhere(id) } });
    expect(await documentOf(id)).toMatchObject({ case: body.id });
  });

  it('stays with what it was made with when that is no more, as long as the document is there', async () => {
    const [ofCase, ofCheck] = [await aDocument(), await aDocument()];
    const made = await aCase({ document_ids: [ofCase], checks: [{ check_type: 'PEP', document_ids: [ofCheck] }], delete_after: 0 });
    const [check] = made.body.checks as readonly { readonly id: number }[];
    expect((await next.ask('POST', `/api/checks/${check!.id}/skip/`, { json: { reason: 'Not needed' } })).status).toBe(200);
    // The case in its place has its documents.
    const again = await next.ask('POST', `/api/cases/${String(made.body.id)}/start/`, { json: { allow_restart: true } });
    expect(again).toMatchObject({ status: 200, body: { action_taken: 'restarted' } });
    const context = { org: 'default', actor: 'system:spec', commandId: randomIds.uuid(), correlationId: 'spec', now: time.now() };
    const stream = caseStream('default', made.body.id as number);
    await new CommandRunner(store).run(caseAggregate, stream, (state) => decideDeleteCase({ now: time.now() }, state), context);
    expect(await ofType('case-deleted')).toHaveLength(1);

    time.advance(LATER);
    for (const id of [ofCase, ofCheck]) {
      expect(await aCase({ document_ids: [id] })).toMatchObject({ status: 400, body: { document_ids: elsewhere(id) } });
    }
    expect(await documentOf(ofCase)).toMatchObject({ case: made.body.id });
    expect(await documentOf(ofCheck)).toMatchObject({ check: check!.id });
  });

  it('cannot be in two places of one case', async () => {
    const id = await aDocument();
    const twice = await aCase({ document_ids: [id], checks: [{ check_type: 'PEP', document_ids: [id] }] });
    expect(twice).toMatchObject({ status: 400, body: { checks: [{ document_ids: elsewhere(id) }] } });
    expect(await documentOf(id)).toMatchObject({ case: null, check: null });
  });

  it('is not bound by a check that cannot be added', async () => {
    const id = await aDocument();
    expect(await addCheck({ case_id: 77, document_ids: [id] })).toMatchObject({ status: 400, body: { case_id: [expect.any(String)] } });
    expect(await ofType('document-claimed')).toEqual([]);
  });

  it('wanted by many cases at once is with one of them', async () => {
    const id = await aDocument();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => aCase({ document_ids: [id] }, index % 2 === 0 ? next : mortal)));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    expect(answers.map(({ status }) => status).filter((status) => ![201, 400, 503].includes(status))).toEqual([]);
    expect(await documentOf(id)).toMatchObject({ case: made[0]!.body.id });
    expect(await aCase({ document_ids: [id] })).toMatchObject({ status: 400 });
  });

  it('wanted by many checks of one case at once is with one of them', async () => {
    const id = await aDocument();
    const { body } = await aCase();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => addCheck({ case_id: body.id, ...(index % 2 === 0 ? { document_ids: [id] } : {}) })));
    const withIt = answers.filter(({ status }, index) => status === 201 && index % 2 === 0);
    expect(withIt.length).toBeLessThanOrEqual(1);
    // Whoever was told to try again may, at once: checks that were made without the document hold nothing up.
    const last = withIt[0] ?? (await addCheck({ case_id: body.id, document_ids: [id] }));
    expect(last.status).toBe(201);
    expect(await documentOf(id)).toMatchObject({ check: last.body.id });
  });
});

async function expectWithTheOneCase(id: number): Promise<void> {
  const cases = await ofType('case-created');
  expect(cases).toHaveLength(1);
  expect(await documentOf(id)).toMatchObject({ case: (cases[0]!.data as { case_id: number }).case_id });
}

describe.each(deaths)('when the process dies at append $nth (stored: $stored) of a case with a document', ({ nth, stored }) => {
  it('the document is with that case, or free again', async () => {
    const id = await aDocument();
    frail.dieAt(nth, stored);
    const first = await aCase({ document_ids: [id], external_id: `loan-${++made}`, checks: [{ check_type: 'PEP' }] }, mortal);
    frail.revive();

    const cases = await ofType('case-created');
    const atOnce = await aCase({ document_ids: [id] });
    if (cases.length > 0) expect(atOnce).toMatchObject({ status: 400, body: { document_ids: elsewhere(id) } });
    else expect([201, 503]).toContain(atOnce.status);

    time.advance(LATER);
    const later = await aCase({ document_ids: [id] });
    expect(later.status).toBe(cases.length > 0 || atOnce.status === 201 ? 400 : 201);

    await expectWithTheOneCase(id);
    if (nth === 1) expect(first.status).toBe(503);
  });

  it('the same request, sent again, makes the case with the document', async () => {
    const id = await aDocument();
    const request = { document_ids: [id], external_id: `loan-${++made}`, customer: { full_name: 'Ada', external_id: `ada-${made}` } };
    frail.dieAt(nth, stored);
    await aCase(request, mortal);
    frail.revive();
    // Not known as the same request, it waits until nobody can be at the first one.
    time.advance(LATER);
    const again = await aCase(request);
    expect([201, 400]).toContain(again.status);
    await expectWithTheOneCase(id);
  });
});

it('a document stays claimed by a request that is resumed long after its process died, until it has its answer', async () => {
  const id = await aDocument();
  const json = { customer: { full_name: 'Ada' }, document_ids: [id] };
  const resumed = (): Promise<SpecAnswer> => mortal.ask('POST', '/api/cases/', { json, key: 'resumed' });
  frail.before = (stream) => {
    if (stream.startsWith('case-')) throw new StoreUnavailableError('The process is dead.');
  };
  expect((await resumed()).status).toBe(503);
  frail.revive();
  time.advance(LATER);
  const slow = frail.holdAt('case');
  const slowly = resumed();
  await slow.arrived;
  expect(await aCase({ document_ids: [id] })).toMatchObject({ status: 503 });
  slow.goOn();
  expect((await slowly).status).toBe(201);
  await expectWithTheOneCase(id);
});

it('a check that another one came before gets its document when the same request comes again', async () => {
  const id = await aDocument();
  const { body } = await aCase();
  const adding = (): Promise<SpecAnswer> =>
    mortal.ask('POST', '/api/checks/', { json: { case_id: body.id, check_type: 'PEP', document_ids: [id] }, key: 'overtaken' });
  const slow = frail.holdAt('case');
  const slowly = adding();
  await slow.arrived;
  await addCheck({ case_id: body.id });
  slow.goOn();
  expect(await slowly).toMatchObject({ status: 503, body: { code: 'another_check_was_added' } });
  frail.revive();
  const again = await adding();
  expect(again.status).toBe(201);
  expect(await documentOf(id)).toMatchObject({ check: again.body.id });
});

describe('the bytes of an upload', () => {
  const files = (): readonly string[] => readdirSync(folder, { recursive: true }).map(String).filter((name) => /[0-9a-f]{64}\.\d+$/.test(name));
  const sweep = (before: number) =>
    sweepBlobs({ blobs, runner: new CommandRunner(store), ids: new IdBlocks(store, time, randomIds), now: time.now(), before });
  const FAR_AHEAD = 8.64e15;

  it('whose process dies before the event are swept, and those of no other', async () => {
    const kept = await aDocument();
    frail.before = (stream) => {
      if (stream.startsWith('document-')) throw new Error('The process is dead.');
    };
    expect((await upload(mortal)).status).toBe(500);
    frail.revive();
    expect(files()).toHaveLength(2);
    expect(await ofType('document-uploaded')).toHaveLength(1);

    expect(await sweep(Date.now() - 3_600_000)).toEqual({ removed: 0, foreign: 0 });
    expect(await sweep(FAR_AHEAD)).toEqual({ removed: 1, foreign: 0 });
    expect(files()).toEqual([expect.stringMatching(new RegExp(`\\.${kept}$`))]);
    expect((await next.app.inject({ url: `/api/documents/${kept}/` })).statusCode).toBe(401);
  });

  it('stay when nobody heard that the event was stored', async () => {
    frail.after = (stream) => {
      if (stream.startsWith('document-')) throw new Error('The process is dead.');
    };
    expect((await upload(mortal)).status).toBe(500);
    frail.revive();
    expect(await sweep(FAR_AHEAD)).toEqual({ removed: 0, foreign: 0 });
    expect(files()).toHaveLength(1);
  });

  it.each([
    ['names a case that is not there', { case_id: 4_000_000 }],
    ['has no name', { original_name: null }],
  ])('go at once with a request that %s', async (_, wrong) => {
    expect((await upload(next, wrong)).status).toBe(400);
    expect(files()).toEqual([]);
  });

  it('that are of no document are left alone', async () => {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('entries');
    }
    await blobs.put({ org: 'default', holder: 'watchlist-1' }, bytes(), 100);
    expect(await sweep(FAR_AHEAD)).toEqual({ removed: 0, foreign: 0 });
  });

  it('that belong to another log are left alone', async () => {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('theirs');
    }
    await blobs.put({ org: 'default', holder: '99999' }, bytes(), 100);
    await blobs.put({ org: 'nobodys', holder: '1' }, bytes(), 100);
    expect(await sweep(FAR_AHEAD)).toEqual({ removed: 0, foreign: 2 });
    expect(files()).toHaveLength(2);
  });
});
