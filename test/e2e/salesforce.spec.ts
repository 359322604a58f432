import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type SalesforceStandIn, startSalesforce } from '../support/salesforce.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const CONNECTED = 'acme.my.salesforce.com';
const UNKNOWN = 'someone-else.my.salesforce.com';
const CLIENT = { id: 'connected-app', secret: 'of the connected app' };

describe('Salesforce', () => {
  const folder = mkdtempSync(join(tmpdir(), 'casetrail-salesforce-'));
  let service: Service;
  let salesforce: SalesforceStandIn;

  beforeAll(async () => {
    salesforce = await startSalesforce(CLIENT, ['500A', '500B']);
    const connection = {
      domain: CONNECTED,
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      instance_url: salesforce.url,
      fields: { Status: { from: 'outcome', values: { ACCEPTED: 'Approved', REJECTED: 'Declined' } }, Risk__c: { from: 'risk_score' } },
    };
    const file = join(folder, 'connections.json');
    writeFileSync(file, JSON.stringify([connection]));
    service = await Service.started({ SALESFORCE_CONNECTIONS_FILE: file });
  });
  afterAll(async () => {
    await service.dispose();
    await salesforce.close();
    rmSync(folder, { recursive: true });
  });

  const decided = async (...platforms: { domain: string; id: string }[]): Promise<number> => {
    const { id, checks } = await service.api.createCase({
      customer: { full_name: 'Ada' },
      checks: [{ check_type: 'IDV' }],
      sync_platforms: platforms,
    });
    await service.api.decideCheck(checks[0]!.id, { outcome: 'REJECTED', risk_score: 0.9 });
    return id;
  };

  /** What the history says of the outcome's way to other systems. */
  const synced = async (caseId: number): Promise<Record<string, unknown>> =>
    eventually(async () => {
      const told = (await service.api.history(caseId)).filter(({ event }) => event === 'platform-sync-recorded');
      expect(told).toHaveLength(1);
      return Object.fromEntries(told[0]!.changes.map(({ field, new: value }) => [field, value]));
    });

  it('gets the outcome, in the fields that are configured', async () => {
    const id = await decided({ domain: CONNECTED, id: '500A' });
    expect(await synced(id)).toMatchObject({ 'sync_results.500A.domain': CONNECTED, 'sync_results.500A.synced': true });
    expect(salesforce.records.get('500A')).toEqual({ Status: 'Declined', Risk__c: 0.9 });
    expect(salesforce.records.get('500B')).toEqual({});
  });

  it('is asked for nothing at a domain that is not connected; the case says why', async () => {
    const before = salesforce.requests.length;
    const id = await decided({ domain: UNKNOWN, id: '500B' });
    expect(await synced(id)).toMatchObject({ 'sync_results.500B.synced': false, 'sync_results.500B.reason': 'not_configured' });
    expect(salesforce.requests).toHaveLength(before);
  });
});
