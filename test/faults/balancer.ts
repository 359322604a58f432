import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceUnderLoad } from '../load/service-under-load.js';
import { type Answer, ApiClient, type RequestOptions } from '../support/api-client.js';
import { CLIENT } from '../support/service.js';
import type { Pacer } from './pacer.js';
import type { SupervisedProcess } from './supervised-process.js';

/** How a request went, as its client saw it. */
export interface Exchange {
  readonly request: string;
  /** By the monotonic clock, in milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Undefined when no answer came. */
  readonly status?: number;
  readonly retryAfter?: string | null;
}

/** A client gives a request up after so long. */
const PATIENCE_MS = 8_000;
/** An API that did not answer gets no requests for so long. */
const ASIDE_MS = 3_000;
/** Tokens live for 15 minutes. */
const TOKEN_MS = 10 * 60_000;
const LOOK_AGAIN_MS = 10;

/** What stands before several APIs: gives requests to one after the other, and leaves out those that are down. */
export class Balancer implements ServiceUnderLoad {
  /** Every request so far. */
  readonly exchanges: Exchange[] = [];
  readonly #asideUntil = new Map<SupervisedProcess, number>();
  #token: { readonly text: string; readonly from: number } | undefined;
  #turn = 0;

  constructor(private readonly apis: readonly SupervisedProcess[], private readonly pacer: Pacer) {}

  async ask(method: string, path: string, options: RequestOptions = {}): Promise<Answer | undefined> {
    await this.pacer.turn();
    const token = await this.token();
    const api = await this.next();
    const from = performance.now();
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const client = new ApiClient(() => api.url ?? '', CLIENT);
    try {
      const answer = await client.anonymous(method, path, { ...options, headers: { authorization: `Bearer ${token}`, ...options.headers }, signal });
      this.note(`${method} ${path}`, from, answer);
      return answer.status === 503 ? undefined : answer;
    } catch {
      if (signal.aborted) this.#asideUntil.set(api, performance.now() + ASIDE_MS);
      this.note(`${method} ${path}`, from);
      return undefined;
    }
  }

  /** A token, which every API takes: a new one in good time before the one before ends. */
  private async token(): Promise<string> {
    while (this.#token === undefined || this.#token.from + TOKEN_MS < performance.now()) {
      const api = await this.next();
      const from = performance.now();
      const client = new ApiClient(() => api.url ?? '', CLIENT);
      await client.freshToken(undefined, AbortSignal.timeout(PATIENCE_MS)).then(
        (text) => (this.#token = { text, from }),
        () => this.#asideUntil.set(api, performance.now() + ASIDE_MS),
      );
    }
    return this.#token.text;
  }

  private note(request: string, from: number, answer?: Answer): void {
    const outcome = answer === undefined ? {} : { status: answer.status, retryAfter: answer.headers.get('retry-after') };
    this.exchanges.push({ request, from, to: performance.now(), ...outcome });
  }

  /** The API whose turn it is, once there is one that is up. */
  private async next(): Promise<SupervisedProcess> {
    for (;;) {
      const now = performance.now();
      const up = this.apis.filter((api) => api.url !== undefined && (this.#asideUntil.get(api) ?? 0) <= now);
      const api = up[this.#turn++ % up.length];
      if (api !== undefined) return api;
      await delay(LOOK_AGAIN_MS);
    }
  }
}
