import { readFileSync } from 'node:fs';
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).transform((url) => url.replace(/\/+$/, ''));
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const fieldMapping = z.strictObject({
  /** Dotted path in the canonical case document. */
  from: z.string().min(1),
  /** By the source's value as text; a value that is not listed passes as it is. */
  values: z.record(z.string(), scalar).optional(),
});

const connectionSchema = z
  .strictObject({
    domain: z.string().regex(/^(?:[a-z0-9-]+\.)+salesforce\.com$/i, 'must be a host name that ends in .salesforce.com').toLowerCase(),
    client_id: z.string().min(1),
    client_secret: z.string().min(1),
    instance_url: httpUrl.optional(),
    token_url: httpUrl.optional(),
    fields: z.record(z.string().regex(/^\w+$/, 'must be the API name of a field'), fieldMapping),
  })
  .transform(({ domain, client_id, client_secret, instance_url: instanceUrl = `https://${domain}`, token_url, fields }) => ({
    domain,
    clientId: client_id,
    clientSecret: client_secret,
    /** Without a slash at the end. */
    instanceUrl,
    tokenUrl: token_url ?? `${instanceUrl}/services/oauth2/token`,
    fields,
  }));

/** One Salesforce organization that outcomes may be sent to. */
export type SalesforceConnection = z.output<typeof connectionSchema>;

/** Which fields of the Salesforce record are set, and from what. */
export type FieldMappings = SalesforceConnection['fields'];

/** Every configured connection, by its domain in lower case. */
export type SalesforceConnections = ReadonlyMap<string, SalesforceConnection>;

/**
 * Reads the file that SALESFORCE_CONNECTIONS_FILE names.
 * @throws Error naming the setting, the file and what is wrong in it; no value of the file.
 */
export function loadSalesforceConnections(file: string): SalesforceConnections {
  const where = `SALESFORCE_CONNECTIONS_FILE ${file}`;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${where}: cannot be read.`);
  }
  return parseSalesforceConnections(text, where);
}

/**
 * @param where for errors: what the text comes from.
 * @throws Error naming the field that is wrong.
 */
export function parseSalesforceConnections(text: string, where: string): SalesforceConnections {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${where}: is not JSON.`);
  }
  const parsed = z.array(connectionSchema).safeParse(json);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
    throw new Error(`${where}: ${faults.join('; ')}.`);
  }
  const connections = new Map(parsed.data.map((connection) => [connection.domain, connection]));
  if (connections.size !== parsed.data.length) throw new Error(`${where}: a domain stands there twice.`);
  return connections;
}

