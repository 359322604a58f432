import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import { openReadStore } from '../index.js';
import { openDatabase } from './connect.js';

const SECRET = 'p4ssw0rd';

describe('the URL of a MongoDB', () => {
  it.each([
    ['mongodb://127.0.0.1:1/reads', 'reads'],
    ['mongodb://a:1,b:2,c:3/reads?replicaSet=rs0', 'reads'],
    [`mongodb://casetrail:${SECRET}@a:1/case%74rail?authSource=admin`, 'casetrail'],
    ['mongodb+srv://cluster.example.com/reads', 'reads'],
  ])('%s names a database', async (url, name) => {
    const { client, database } = openDatabase(url);
    expect(database.databaseName).toBe(name);
    await client.close();
  });

  it.each([
    `mongodb://casetrail:${SECRET}@127.0.0.1:1`,
    `mongodb://casetrail:${SECRET}@127.0.0.1:1/`,
    `mongodb://casetrail:${SECRET}@127.0.0.1:1/?w=1`,
    `mongodb://casetrail:${SECRET}@${SECRET}@127.0.0.1:1/reads`,
    `mongodb://casetrail:${SECRET}@127.0.0.1:x/reads`,
    `mongodb://casetrail:${SECRET}@127.0.0.1:1/reads?no${SECRET}=1`,
    `mongodb://casetrail:${SECRET}@127.0.0.1:1/re%ads`,
  ])('%s is refused, naming the setting and not what may be secret in it', async (url) => {
    await expect(openReadStore(url)).rejects.toThrow('READ_STORE_URL');
    await expect(openReadStore(url)).rejects.not.toThrow(SECRET);
  });

  it('asks of writes that a majority has them, and of reads nothing else, whatever the URL says', async () => {
    const { client, database } = openDatabase('mongodb://127.0.0.1:1/reads?w=1&journal=false&readConcernLevel=local&readPreference=secondary');
    for (const { writeConcern, readConcern, readPreference } of [database, database.collection('cases_v1_1')]) {
      expect([writeConcern?.w, writeConcern?.journal, readConcern?.level, readPreference?.mode]).toEqual(['majority', true, 'majority', 'primary']);
    }
    await client.close();
  });
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
