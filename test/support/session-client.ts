import type { Answer, RequestOptions } from './api-client.js';

/** A browser with somebody logged in: keeps cookies, and sends the CSRF token with what it changes. */
export class SessionClient {
  readonly #cookies = new Map<string, string>();

  /** @param baseUrl asked before each request: a service that was started anew may be somewhere else. */
  constructor(private readonly baseUrl: () => string) {}

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  /** The value of the header `Cookie`. */
  get cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Has a cookie from now on, as somebody might plant one. */
  plant(name: string, value: string): this {
    this.#cookies.set(name, value);
    return this;
  }

  logIn(json: object): Promise<Answer> {
    return this.request('POST', '/api/session/', { json });
  }

  /** @returns the status. */
  async logOut(): Promise<number> {
    return (await this.request('DELETE', '/api/session/')).status;
  }

  async request(method: string, path: string, { json, raw, headers, signal }: RequestOptions = {}): Promise<Answer> {
    const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
    const csrf = this.#cookies.get('csrftoken');
    const response = await fetch(new URL(path, this.baseUrl()), {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#cookies.size === 0 ? {} : { cookie: this.cookieHeader }),
        ...(csrf === undefined ? {} : { 'x-csrftoken': csrf }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body as string }),
      ...(signal === undefined ? {} : { signal }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
  }
}
