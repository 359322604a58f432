import { lookup } from 'node:dns/promises';
import { Agent, request as send } from 'undici';
import type { AddressPolicy } from './address-policy.js';
import { classify } from './classify.js';
import { guardedConnect, type Resolve } from './guarded-connect.js';
import { OutboundError, type OutboundHttp, type OutboundRequest, type OutboundResponse } from './outbound-http.js';
import { readBounded } from './read-bounded.js';
import { TimeLimit } from './time-limit.js';

export interface GuardedHttpOptions {
  readonly policy: AddressPolicy;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
  /** Default 5,000 ms. */
  readonly connectTimeoutMs?: number;
  /** Connections to one origin; more requests than these wait for one. Default 16. */
  readonly connectionsPerOrigin?: number;
  /** How much of an answer's body is read; default 64 KiB. */
  readonly maxBodyBytes?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * HTTP/1.1 to permitted addresses. Follows no redirect, knows no proxy and no cookie, and sends nothing twice: whoever
 * asks decides what to try again.
 */
export class GuardedHttp implements OutboundHttp {
  private readonly agent: Agent;
  private readonly maxBodyBytes: number;

  constructor(options: GuardedHttpOptions) {
    this.maxBodyBytes = options.maxBodyBytes ?? 65_536;
    this.agent = new Agent({
      connect: guardedConnect({
        policy: options.policy,
        resolve: options.resolve ?? ((hostname) => lookup(hostname, { all: true })),
        connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
      }),
      connections: options.connectionsPerOrigin ?? 16,
      keepAliveMaxTimeout: 30_000,
      pipelining: 1,
    });
  }

  async send(request: OutboundRequest): Promise<OutboundResponse> {
    const url = checkedUrl(request.url);
    using limit = new TimeLimit(request.timeoutMs ?? DEFAULT_TIMEOUT_MS, request.signal);
    try {
      return await limit.hold(this.exchange(url, request, limit.signal));
    } catch (error) {
      throw classify(error, url.host, { timedOut: limit.timedOut, aborted: request.signal?.aborted === true });
    }
  }

  private async exchange(url: URL, request: OutboundRequest, signal: AbortSignal): Promise<OutboundResponse> {
    const response = await send(url, {
      dispatcher: this.agent,
      method: request.method,
      headers: { 'user-agent': 'Casetrail', ...request.headers },
      body: request.body,
      signal,
    });
    return {
      status: response.statusCode,
      headers: firstValues(response.headers),
      body: await readBounded(response.body, this.maxBodyBytes),
    };
  }

  /** Closes every connection; what is still under way is given up. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }
}

function checkedUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new OutboundError('invalid-url', 'The URL is not an absolute URL.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OutboundError('invalid-url', 'The URL is neither http nor https.');
  }
  if (url.username !== '' || url.password !== '') throw new OutboundError('invalid-url', 'The URL holds credentials.');
  return url;
}

function firstValues(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}
