import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderBlobStore } from '#blob-store/engines';
import { customerAggregate, customerStream, decideDeleteCustomer } from '#customers';
import { CommandRunner, randomIds, type RecordedEvent } from '#event-sourcing';
import { FrailStore, InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiOnStore, type SpecAnswer } from './testing/api-on-store.js';

/** Longer than anything is left alone that was made. */
const LATER = 20_000;

const store = new InMemoryEventStore();
const time = new ManualTime();
const frail = new FrailStore(store);
const folder = mkdtempSync(join(tmpdir(), 'casetrail-spec-'));
let mortal: ApiOnStore;
let next: ApiOnStore;
let made = 0;
beforeAll(async () => {
  const blobStore = openFolderBlobStore(folder);
  mortal = await ApiOnStore.started(frail.store, time, { blobStore });
  next = await ApiOnStore.started(store, time, { blobStore });
});
afterAll(async () => {
  await Promise.all([mortal.app.close(), next.app.close()]);
  rmSync(folder, { recursive: true });
});

const ofType = (wanted: string): Promise<readonly RecordedEvent[]> => store.readAll({ filter: { types: [wanted] }, limit: 1_000 });
const last = async (wanted: string): Promise<Readonly<Record<string, unknown>>> => (await ofType(wanted)).at(-1)!.data;

/** Deletes the newest customer, as retention does. */
async function deleteCustomer(): Promise<number> {
  const { customer_id: id } = (await last('customer-created')) as { customer_id: number };
  const context = { org: 'default', actor: 'system:spec', commandId: randomIds.uuid(), correlationId: 'spec', now: time.now() };
  const decide = decideDeleteCustomer.bind(undefined, { hasCases: false, now: time.now() });
  const { state } = await new CommandRunner(store).run(customerAggregate, customerStream('default', id), decide, context);
  expect(state).toBeUndefined();
  return id;
}

describe('a case whose customer may not be kept, when the process died between the two', () => {
  const keys = [{}, { external_id: 'ada' }];
  const cases = keys.flatMap((customer) => [{}, { external_id: 'loan' }].flatMap((json) => [true, false].map((withDocument) => ({ customer, json, withDocument }))));

  it.each(cases)('has a customer all the same when it comes late: $customer $json, with a document: $withDocument', async ({ customer, json, withDocument }) => {
    const key = `key-${++made}`;
    const own = (given: { external_id?: string }) => (given.external_id === undefined ? {} : { external_id: `${given.external_id}-${made}` });
    const { body: document } = await next.ask('POST', '/api/documents/', { json: { file: Buffer.from('a text').toString('base64'), original_name: 'a.txt' } });
    const request = {
      ...own(json),
      customer: { full_name: 'Ada', delete_after: 0, ...own(customer) },
      checks: [{ check_type: 'PEP' }],
      ...(withDocument ? { document_ids: [document.id] } : {}),
    };
    const ask = (process: ApiOnStore): Promise<SpecAnswer> => process.ask('POST', '/api/cases/', { json: request, key });
    frail.before = (stream) => {
      if (stream.startsWith('case-')) throw new Error('The process is dead.');
    };
    expect((await ask(mortal)).status).toBe(500);
    frail.revive();
    time.advance(LATER);
    const deleted = await deleteCustomer();
    const earlier = (await ofType('case-created')).length;

    const answer = await ask(next);
    expect(answer.status).toBe(201);
    const { customer_id: used } = (await last('case-created')) as { customer_id: number };
    expect(used).not.toBe(deleted);
    expect(answer.body.customer).toMatchObject({ id: used, full_name: 'Ada' });
    expect((await new CommandRunner(store).read(customerAggregate, customerStream('default', used))).state).toMatchObject({ full_name: 'Ada' });
    if (withDocument) expect(await last('document-claimed')).toMatchObject({ customer_id: used });

    expect((await ask(next)).body).toEqual(answer.body);
    expect(await ofType('case-created')).toHaveLength(earlier + 1);
  });
});

describe('a case that was made and deleted before its answer was heard', () => {
  it('is answered for as it was, and nobody is made anew', async () => {
    const key = `key-${++made}`;
    const ask = (process: ApiOnStore): Promise<SpecAnswer> =>
      process.ask('POST', '/api/cases/', { json: { customer: { full_name: 'Ada', delete_after: 0 }, checks: [{ check_type: 'PEP' }] }, key });
    frail.after = (stream) => {
      if (stream.startsWith('case-')) throw new Error('The process is dead.');
    };
    expect((await ask(mortal)).status).toBe(500);
    frail.revive();
    time.advance(LATER);
    await deleteCustomer();
    const earlier = (await ofType('customer-created')).length;
    const { case_id: id } = await last('case-created');
    expect(await ask(next)).toMatchObject({ status: 201, body: { id } });
    expect(await ofType('customer-created')).toHaveLength(earlier);
  });
});
