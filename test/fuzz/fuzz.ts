import fc from 'fast-check';
import { apiRoutes } from '../support/api-routes.js';
import { ROUTE_FIXTURES } from '../support/route-fixtures.js';
import { CLIENT, type Service } from '../support/service.js';
import { faultOf } from './faults.js';
import { type HostileRequest, hostileRequest, type Target } from './hostile-requests.js';

/** How many requests are on their way at once. */
const AT_ONCE = 8;

/** What a run came to. */
export interface FuzzResult {
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** What went wrong, each with the request that did it; none is what is wanted. */
  readonly violations: readonly string[];
}

export interface FuzzOptions {
  readonly requests: number;
  /** The same seed makes the same requests. */
  readonly seed: number;
}

/**
 * Sends bad requests to every route of a service, and looks at each answer, and afterwards at the log: what was refused must
 * have left no event.
 */
export async function fuzz(service: Service, { requests, seed }: FuzzOptions): Promise<FuzzResult> {
  const targets = await targetsOf(service);
  const statuses = new Map<number, number>();
  const refused = new Map<string, HostileRequest>();
  const violations: string[] = [];
  const left = fc.sample(hostileRequest(targets), { numRuns: requests, seed }).entries();

  const work = async (): Promise<void> => {
    for (const [index, sample] of left) {
      const request = withOwnKey(sample, index);
      const id = `fuzz-${seed}-${index}`;
      const { status, fault } = await send(service, { ...request, headers: { ...request.headers, 'x-forwarded-for': ownAddress(index) } }, id);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (fault !== undefined) violations.push(`${fault}: ${shown(request)}`);
      if (status >= 400) refused.set(id, request);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  violations.push(...(await eventsOf(service, refused)));
  if (service.output.includes('"level":50') || service.output.includes('"level":"error"')) violations.push('the service told its log of an error');
  return { statuses: Object.fromEntries([...statuses].sort(([a], [b]) => a - b)), violations };
}

/**
 * With keys of its own for what it makes: of two that come at the very same moment with the key of one new case, the one that is
 * refused may have changed its customer before, because the key is claimed after that.
 */
const withOwnKey = (request: HostileRequest, index: number): HostileRequest =>
  typeof request.body === 'string' ? { ...request, body: request.body.replaceAll(/"(?:loan|bob)-\d+"/g, (key) => `${key.slice(0, -1)}-${index}"`) } : request;

/** Each comes from an address of its own: no login is refused for what others have sent. */
const ownAddress = (index: number): string => `2001:db8:${(index >> 16).toString(16)}:${(index & 0xffff).toString(16)}::1`;

/** Routes that need no token, and so have no fixture. */
const PUBLIC_TARGETS: readonly Target[] = [
  {
    name: 'POST /api/oauth/token/',
    method: 'POST',
    right: { path: '/api/oauth/token/', json: { grant_type: 'client_credentials', client_id: CLIENT.id, client_secret: CLIENT.secret, scope: 'cases:read' } },
  },
  { name: 'POST /api/session/', method: 'POST', right: { path: '/api/session/', json: { email: 'ada@example.com', password: 'correct horse battery' } } },
];

/** Every route with a right request, about things that are there. */
async function targetsOf({ api }: Service): Promise<readonly Target[]> {
  const targets = [...PUBLIC_TARGETS];
  for (const { name, method } of await apiRoutes(api)) {
    const fixture = ROUTE_FIXTURES[name];
    // Building read models anew keeps the service busy for nothing.
    if (fixture && !name.endsWith('/rebuild/')) targets.push({ name, method, right: await fixture.right(api) });
  }
  return targets;
}

async function send({ api }: Service, { method, path, body, headers }: HostileRequest, id: string): Promise<{ readonly status: number; readonly fault: string | undefined }> {
  try {
    const answer = await api.request(method, path, { ...(body === undefined ? {} : { raw: body }), headers: { ...headers, 'x-request-id': id } });
    const fault = faultOf(answer);
    return { status: answer.status, fault: fault === undefined ? undefined : `${fault} (${answer.status} ${JSON.stringify(answer.body).slice(0, 300)})` };
  } catch (error) {
    return { status: 0, fault: `no answer (${String(error)}, ${String((error as Error).cause)})` };
  }
}

/** The events that requests left which were refused. */
async function eventsOf(service: Service, refused: ReadonlyMap<string, HostileRequest>): Promise<readonly string[]> {
  const log = await service.openLog();
  try {
    const found: string[] = [];
    for (let after: string | undefined; ; ) {
      const events = await log.readAll(after === undefined ? {} : { after });
      for (const { type, stream, metadata } of events) {
        const request = refused.get(metadata.$correlationId);
        if (request) found.push(`${type} in ${stream} of a request that was refused: ${shown(request)}`);
      }
      after = events.at(-1)?.position;
      if (after === undefined) return found;
    }
  } finally {
    await log.close();
  }
}

const shown = ({ method, path, body, headers }: HostileRequest): string =>
  `${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 200)} ${typeof body === 'string' ? body.slice(0, 300) : String(body).slice(0, 300)}`;
