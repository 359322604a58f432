import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import { openReadStore } from '../index.js';

const SECRET = 'p4ssw0rd';

it('the setting is named when its URL is none of a MongoDB, and no secret in it', async () => {
  await expect(openReadStore(`mongodb://casetrail:${SECRET}@127.0.0.1:1`)).rejects.toThrow(/^READ_STORE_URL((?!p4ssw0rd).)*$/);
});

describe('a MongoDB that is not there', () => {
  it('is an error within seconds, without a word of the password', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const store = await openReadStore(`mongodb://casetrail:${SECRET}@127.0.0.1:${port}/reads`);
    const calls = [store.getRegister('r'), store.find('cases', { filter: [], sort: { field: 'id', direction: 'asc' }, limit: 1 }), store.moveRegister('r', undefined, 'x')];
    const errors = await Promise.all(calls.map((call) => call.then(() => undefined, (error: unknown) => error)));
    expect(errors.map((error) => (error as Error).name)).toEqual([StoreUnavailableError.name, StoreUnavailableError.name, UnknownOutcomeError.name]);
    expect(String(errors)).not.toContain(SECRET);
    await store.close();
    await expect(store.getRegister('r')).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  it('is not asked when the store is open for reading only', async () => {
    const store = await openReadStore('mongodb://127.0.0.1:1/reads', { readOnly: true });
    const refused = [store.moveRegister('r', undefined, 'x'), store.openCollection('a', { indexes: [], counts: [] }), store.dropCollection('a')];
    for (const call of refused) await expect(call).rejects.toThrow('reading only');
    await store.close();
  });
});
