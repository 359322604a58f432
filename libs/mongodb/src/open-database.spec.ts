import { describe, expect, it } from '@jest/globals';
import { openDatabase } from './open-database.js';

const SECRET = 'p4ssw0rd';
const SETTINGS = { setting: 'SOME_URL', longestCall: 60_000 };

describe('the URL of a MongoDB', () => {
  it.each([
    ['mongodb://127.0.0.1:1/reads', 'reads'],
    ['mongodb://a:1,b:2,c:3/reads?replicaSet=rs0', 'reads'],
    [`mongodb://casetrail:${SECRET}@a:1/case%74rail?authSource=admin`, 'casetrail'],
    ['mongodb+srv://cluster.example.com/reads', 'reads'],
  ])('%s names a database', async (url, name) => {
    const { client, database } = openDatabase(url, SETTINGS);
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
  ])('%s is refused, naming the setting and not what may be secret in it', (url) => {
    expect(() => openDatabase(url, SETTINGS)).toThrow(/^SOME_URL((?!p4ssw0rd).)*$/);
  });

  it('asks of writes that a majority has them, and of reads nothing else, whatever the URL says', async () => {
    const { client, database } = openDatabase('mongodb://127.0.0.1:1/reads?w=1&journal=false&readConcernLevel=local&readPreference=secondary', SETTINGS);
    for (const { writeConcern, readConcern, readPreference } of [database, database.collection('cases_v1_1')]) {
      expect([writeConcern?.w, writeConcern?.journal, readConcern?.level, readPreference?.mode]).toEqual(['majority', true, 'majority', 'primary']);
    }
    await client.close();
  });
});
