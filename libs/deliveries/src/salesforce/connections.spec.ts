import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadSalesforceConnections, parseSalesforceConnections } from './connections.js';

const given = { domain: 'Acme.my.salesforce.com', client_id: 'id', client_secret: 'not-for-logs', fields: { Status: { from: 'outcome', values: { ACCEPTED: 'Closed' } } } };
const parse = (...connections: unknown[]) => parseSalesforceConnections(JSON.stringify(connections), 'SALESFORCE_CONNECTIONS_FILE c.json');

describe('the Salesforce connections', () => {
  it('are found by their domain; addresses follow from it', () => {
    expect(parse(given).get('acme.my.salesforce.com')).toEqual({
      domain: 'acme.my.salesforce.com',
      clientId: 'id',
      clientSecret: 'not-for-logs',
      instanceUrl: 'https://acme.my.salesforce.com',
      tokenUrl: 'https://acme.my.salesforce.com/services/oauth2/token',
      fields: given.fields,
    });
  });

  it('may have other addresses', () => {
    const instance_url = 'http://127.0.0.1:9000/';
    const connections = parse({ ...given, instance_url });
    expect(connections.get('acme.my.salesforce.com')).toMatchObject({
      instanceUrl: 'http://127.0.0.1:9000', tokenUrl: 'http://127.0.0.1:9000/services/oauth2/token',
    });
    expect(parse({ ...given, instance_url, token_url: 'https://login.example/t' }).get('acme.my.salesforce.com')).toMatchObject({ tokenUrl: 'https://login.example/t' });
  });

  it.each([
    [{ ...given, domain: 'acme.example.com' }, '0.domain: must be a host name that ends in .salesforce.com'],
    [{ ...given, domain: 'salesforce.com' }, '0.domain'],
    [{ ...given, domain: 'a/b.salesforce.com' }, '0.domain'],
    [{ ...given, client_id: '' }, '0.client_id'],
    [{ ...given, client_secret: undefined }, '0.client_secret'],
    [{ ...given, instance_url: 'ftp://x' }, '0.instance_url: must be an http or https URL'],
    [{ ...given, fields: undefined }, '0.fields'],
    [{ ...given, fields: { Status: { values: {} } } }, '0.fields.Status.from'],
    [{ ...given, fields: { 'a b': { from: 'x' } } }, '0.fields.a b'],
    [{ ...given, clientid: 'x' }, 'clientid'],
  ])('with a fault are refused by the name of the field (%#)', (connection, message) => {
    const attempt = () => parse(connection);
    expect(attempt).toThrow(`SALESFORCE_CONNECTIONS_FILE c.json: `);
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow('not-for-logs');
  });

  it('stand in a file of JSON, each domain once', () => {
    expect(() => parse(given, { ...given, domain: 'acme.my.salesforce.com' })).toThrow('a domain stands there twice');
    expect(() => parseSalesforceConnections('{', 'FILE')).toThrow('FILE: is not JSON.');
    expect(() => parseSalesforceConnections('{}', 'FILE')).toThrow('FILE: the file');
  });

  it('are loaded from the file that the setting names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'salesforce-'));
    await writeFile(join(folder, 'c.json'), JSON.stringify([given]));
    expect(loadSalesforceConnections(join(folder, 'c.json')).size).toBe(1);
    expect(() => loadSalesforceConnections(join(folder, 'none.json'))).toThrow(/^SALESFORCE_CONNECTIONS_FILE .*none\.json: cannot be read\.$/);
    await rm(folder, { recursive: true });
  });
});
