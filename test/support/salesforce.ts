import { type ReceivedRequest, startServer } from './http-server.js';

export interface SalesforceStandIn {
  readonly url: string;
  /** The fields of each Case record, by its id. */
  readonly records: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly requests: readonly ReceivedRequest[];
  /** What the next updates are answered with instead of being done. */
  readonly refusals: number[];
  /** The tokens given so far are not accepted any more. */
  expireTokens(): void;
  close(): Promise<void>;
}

/**
 * A stand-in for Salesforce: gives tokens by the client credentials grant and updates Case records, as its REST API
 * does (204 without a body; 401 with INVALID_SESSION_ID; 404 for a record that is not there).
 */
export async function startSalesforce(client: { readonly id: string; readonly secret: string }, recordIds: readonly string[]): Promise<SalesforceStandIn> {
  const records = new Map<string, Record<string, unknown>>(recordIds.map((id) => [id, {}]));
  const requests: ReceivedRequest[] = [];
  const refusals: number[] = [];
  const tokens = new Set<string>();
  let issued = 0;

  const token = (body: string): [number, unknown] => {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'client_credentials') return [400, { error: 'unsupported_grant_type' }];
    if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) return [400, { error: 'invalid_client' }];
    const access_token = `token-${++issued}`;
    tokens.add(access_token);
    return [200, { access_token, token_type: 'Bearer' }];
  };

  const update = ({ headers, body }: ReceivedRequest, id: string): [number, unknown?] => {
    if (!tokens.has(String(headers.authorization).replace('Bearer ', ''))) return [401, [{ errorCode: 'INVALID_SESSION_ID' }]];
    const refusal = refusals.shift();
    if (refusal !== undefined) return [refusal, [{ errorCode: 'SERVER_UNAVAILABLE' }]];
    const record = records.get(id);
    if (record === undefined) return [404, [{ errorCode: 'NOT_FOUND' }]];
    Object.assign(record, JSON.parse(body));
    return [204];
  };

  const server = await startServer((request, response) => {
    requests.push(request);
    const { method, path, body } = request;
    const id = /^\/services\/data\/v62\.0\/sobjects\/Case\/([^/?]+)$/.exec(path)?.[1];
    let answer: [number, unknown?] = [404, [{ errorCode: 'NOT_FOUND' }]];
    if (method === 'POST' && path === '/services/oauth2/token') answer = token(body);
    else if (method === 'PATCH' && id !== undefined) answer = update(request, decodeURIComponent(id));
    const [status, json] = answer;
    response.writeHead(status, { 'content-type': 'application/json' }).end(json === undefined ? undefined : JSON.stringify(json));
  });
  return {
    url: server.url,
    records,
    requests,
    refusals,
    expireTokens: () => {
      tokens.clear();
    },
    close: () => server.close(),
  };
}
