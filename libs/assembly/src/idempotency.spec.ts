import { type RecordedEvent, StoreUnavailableError } from '#event-sourcing';
import { FrailStore, InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiOnStore } from './testing/api-on-store.js';

const LEASE = 10_000;

const store = new InMemoryEventStore();
const time = new ManualTime();
const frail = new FrailStore(store);
let api: ApiOnStore;
let other: ApiOnStore;
beforeAll(async () => {
  api = await ApiOnStore.started(frail.store, time);
  other = await ApiOnStore.started(store, time);
});
afterAll(() => Promise.all([api, other].map(({ app }) => app.close())));

const newCase = (name = 'Ada') => ({ customer: { full_name: name }, checks: [{ check_type: 'PEP' }] });
const log = (): Promise<readonly RecordedEvent[]> => store.readAll({ limit: 100_000 });
const count = async (type: string): Promise<number> => (await log()).filter((event) => event.type === type).length;

describe('a request with an Idempotency-Key', () => {
  it('that comes again gets its first answer again, from any process, however things are by then', async () => {
    const before = await count('case-created');
    const first = await api.ask('POST', '/api/cases/', { json: newCase(), key: 'first' });
    expect([first.status, first.headers['idempotency-replayed']]).toEqual([201, undefined]);
    const [check] = first.body.checks as readonly { readonly id: number }[];
    await api.ask('POST', `/api/checks/${check!.id}/decide/`, { json: { outcome: 'ACCEPTED' } });
    time.advance(60_000);

    for (const process of [api, other, api]) {
      const again = await process.ask('POST', '/api/cases/', { json: newCase(), key: 'first' });
      expect(again).toMatchObject({ status: 201, text: first.text, headers: { 'idempotency-replayed': 'true', 'content-type': first.headers['content-type'] } });
      expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    }
    expect(await count('case-created')).toBe(before + 1);
  });

  it('is the same with its names in another order, its key in quotes, its path without the slash', async () => {
    const first = await api.ask('POST', '/api/cases/', { json: { customer: { full_name: 'Ada' }, external_id: 'ordered' }, key: 'ordered' });
    const again = await other.ask('POST', '/api/cases', { json: { external_id: 'ordered', customer: { full_name: 'Ada' } }, key: '"ordered"' });
    expect(again).toMatchObject({ status: 201, text: first.text, headers: { 'idempotency-replayed': 'true' } });
  });

  it.each<[string, string, object]>([
    ['another body', '/api/cases/', newCase('Bob')],
    ['another path', '/api/customers/', newCase()],
    ['another query', '/api/cases/?x=1', newCase()],
  ])('is refused with %s', async (_, path, json) => {
    await api.ask('POST', '/api/cases/', { json: newCase(), key: 'reused' });
    const before = (await log()).length;
    const answer = await other.ask('POST', path, { json, key: 'reused' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect((await log()).length).toBe(before);
  });

  it('has a key of its client alone', async () => {
    const adas = await api.ask('POST', '/api/customers/', { json: { full_name: 'Ada' }, key: 'shared' });
    const bobs = await api.ask('POST', '/api/customers/', { json: { full_name: 'Bob' }, key: 'shared', client: 'bob' });
    expect([adas.status, bobs.status, bobs.headers['idempotency-replayed']]).toEqual([201, 201, undefined]);
  });

  it.each(['two words', '""', 'x'.repeat(256)])('needs a key that is one: %.10j', async (key) => {
    const answer = await api.ask('POST', '/api/cases/', { json: newCase(), key });
    expect(answer).toMatchObject({ status: 400, body: { 'Idempotency-Key': [expect.any(String)] } });
  });

  it('that is refused leaves nothing, and its key is free', async () => {
    const before = await log();
    const bad = await api.ask('POST', '/api/cases/', { json: { customer: {} }, key: 'refused' });
    const missing = await api.ask('POST', '/api/cases/4000000/start/', { key: 'refused' });
    expect([bad.status, missing.status]).toEqual([400, 404]);
    expect(await log()).toEqual(before);
    expect(await api.ask('POST', '/api/cases/', { json: newCase(), key: 'refused' })).toMatchObject({ status: 201 });
  });

  it('that changed nothing, for it was so already, does nothing later either', async () => {
    const { body } = await api.ask('POST', '/api/cases/', { json: newCase() });
    const start = (key: string, process = api) => process.ask('POST', `/api/cases/${String(body.id)}/start/`, { json: { allow_restart: true }, key });
    const noop = await start('noop');
    expect(noop).toMatchObject({ status: 202, body: { action_taken: 'noop_already_running' } });
    const [check] = body.checks as readonly { readonly id: number }[];
    await api.ask('POST', `/api/checks/${check!.id}/decide/`, { json: { outcome: 'ACCEPTED' } });
    expect(await start('noop', other)).toMatchObject({ status: 202, text: noop.text, headers: { 'idempotency-replayed': 'true' } });
    expect(await start('restart')).toMatchObject({ status: 200, body: { action_taken: 'restarted' } });
  });

  it('does not overwrite what came after it', async () => {
    const customer = { external_id: 'kept', full_name: 'Ada' };
    await api.ask('POST', '/api/customers/', { json: customer });
    await api.ask('POST', '/api/cases/', { json: { customer }, key: 'unchanged' });
    await api.ask('POST', '/api/cases/', { json: { customer: { ...customer, full_name: 'Ada King' } } });
    const updates = await count('customer-updated');
    expect(await other.ask('POST', '/api/cases/', { json: { customer }, key: 'unchanged' })).toMatchObject({ body: { customer: { full_name: 'Ada' } } });
    expect(await count('customer-updated')).toBe(updates);
  });

  it('with an answer too large to be kept is carried out again, and finds what it did', async () => {
    const checks = Array.from({ length: 60 }, () => ({ check_type: 'PEP', input_details: { text: 'x'.repeat(10_000) } }));
    const before = await count('case-created');
    const first = await api.ask('POST', '/api/cases/', { json: { ...newCase(), checks }, key: 'large' });
    const again = await other.ask('POST', '/api/cases/', { json: { ...newCase(), checks }, key: 'large' });
    expect([first.status, again.status, again.text === first.text]).toEqual([201, 201, true]);
    expect(await count('case-created')).toBe(before + 1);
  });

  it('shows a secret again to whoever has the key, and to nobody else', async () => {
    const json = { name: 'screening', scopes: ['decisions:write'] };
    const first = await api.ask('POST', '/api/producers/', { json, key: 'a-key-of-the-client' });
    expect(first).toMatchObject({ status: 201, body: { secret: expect.any(String) } });
    expect(await other.ask('POST', '/api/producers/', { json, key: 'a-key-of-the-client' })).toMatchObject({ text: first.text });
    const written = JSON.stringify(await log());
    expect(written).not.toContain(first.body.secret);
    expect(written).not.toContain('a-key-of-the-client');
  });

  it('leaves nothing personal in its own stream', async () => {
    await api.ask('POST', '/api/customers/', { json: { full_name: 'Grace Hopper' }, key: 'grace' });
    const own = (await log()).filter(({ stream }) => stream.startsWith('request-'));
    expect(own.length).toBeGreaterThan(0);
    expect(JSON.stringify(own)).not.toMatch(/Grace|Hopper/);
  });

  it('means nothing where it needs none', async () => {
    const before = (await log()).length;
    const { body } = await api.ask('POST', '/api/cases/', { json: newCase() });
    const own = (await log()).length;
    expect(own).toBeGreaterThan(before);
    for (const key of ['read', 'read']) expect(await api.ask('GET', `/api/cases/${String(body.id)}/history/`, { key })).toMatchObject({ status: 200 });
    expect((await log()).length).toBe(own);
  });

  describe('that is being carried out', () => {
    it('is refused until it is answered, by every process; another request with its key as well', async () => {
      const arrived = Promise.withResolvers<undefined>();
      const goOn = Promise.withResolvers<undefined>();
      frail.before = async (stream) => {
        if (!stream.startsWith('case-')) return;
        arrived.resolve(undefined);
        await goOn.promise;
      };
      const first = api.ask('POST', '/api/cases/', { json: newCase(), key: 'slow' });
      await arrived.promise;
      for (const process of [api, other]) {
        const early = await process.ask('POST', '/api/cases/', { json: newCase(), key: 'slow' });
        expect(early).toMatchObject({ status: 409, body: { code: 'request_in_progress' }, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
        expect(await process.ask('POST', '/api/cases/', { json: newCase('Bob'), key: 'slow' })).toMatchObject({ status: 422 });
      }
      frail.revive();
      goOn.resolve(undefined);
      const { status, text } = await first;
      expect(status).toBe(201);
      expect(await other.ask('POST', '/api/cases/', { json: newCase(), key: 'slow' })).toMatchObject({ status, text, headers: { 'idempotency-replayed': 'true' } });
    });

    it('is taken over from whoever has gone quiet, who does no harm when it comes back', async () => {
      const before = [await count('case-created'), await count('customer-created')];
      const arrived = Promise.withResolvers<undefined>();
      const goOn = Promise.withResolvers<undefined>();
      frail.before = async (stream) => {
        if (!stream.startsWith('case-')) return;
        arrived.resolve(undefined);
        await goOn.promise;
      };
      const first = api.ask('POST', '/api/cases/', { json: newCase(), key: 'quiet' });
      await arrived.promise;
      time.advance(LEASE);
      const second = await other.ask('POST', '/api/cases/', { json: newCase(), key: 'quiet' });
      frail.revive();
      goOn.resolve(undefined);
      expect(await first).toMatchObject({ status: 201, text: second.text });
      expect([await count('case-created'), await count('customer-created')]).toEqual(before.map((each) => each + 1));
    });

    it('may come again at once after the store was away', async () => {
      frail.before = (stream) => {
        if (stream.startsWith('case-')) frail.dieAt(0, false);
      };
      const failed = await api.ask('POST', '/api/cases/', { json: newCase(), key: 'outage' });
      frail.revive();
      expect(failed.status).toBe(503);
      time.advance(LEASE);
      expect(await other.ask('POST', '/api/cases/', { json: newCase(), key: 'outage' })).toMatchObject({ status: 201 });
    });

    it('is answered 503 also where the store does not even take that it was interrupted', async () => {
      const goOn = Promise.withResolvers<undefined>();
      frail.before = async (stream) => {
        if (!stream.startsWith('customer-')) return;
        frail.before = () => goOn.promise;
        throw new StoreUnavailableError('The store froze.');
      };
      const failed = await api.ask('POST', '/api/cases/', { json: newCase(), key: 'frozen' });
      expect(failed).toMatchObject({ status: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
      frail.revive();
      goOn.resolve(undefined);
    });
  });

  it('that comes a hundred times at once to three processes has one effect and one answer', async () => {
    const processes = [api, other, await ApiOnStore.started(store, time)];
    for (let round = 0; round < 3; round++) {
      const before = [await count('case-created'), await count('customer-created')];
      const call = async (index: number) => {
        for (;;) {
          const answer = await processes[index % 3]!.ask('POST', '/api/cases/', { json: newCase(), key: `crowd-${round}` });
          if (answer.status !== 409) return answer;
          await new Promise(setImmediate);
        }
      };
      const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => call(index)));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
      expect([await count('case-created'), await count('customer-created')]).toEqual(before.map((each) => each + 1));
    }
    await processes[2]!.app.close();
  });
});
