import type { CaseBody, CheckBody, Decision, HistoryEntryBody, NewCase, PageBody } from './api-bodies.js';

/** An answer, whatever it says. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
}

/** What an answer says, without its headers. */
export const told = ({ status, body }: Answer): Pick<Answer, 'status' | 'body'> => ({ status, body });

export interface RequestOptions {
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, instead of `json`. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Gives the request up. */
  readonly signal?: AbortSignal;
}

/** The service answered something else than what was wanted. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
  constructor(request: string, readonly answer: Answer) {
    super(`${request} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
}

/** A client of the API as somebody outside would write it: plain HTTP with an access token. */
export class ApiClient {
  #token: Promise<string> | undefined;

  /** @param baseUrl asked before each request: a service that was started anew may be somewhere else. */
  constructor(
    private readonly baseUrl: () => string,
    readonly credentials: { readonly id: string; readonly secret: string },
  ) {}

  /** An access token; the same one each time. */
  token(): Promise<string> {
    this.#token ??= this.freshToken().catch((error: unknown) => {
      this.#token = undefined;
      throw error;
    });
    return this.#token;
  }

  /** @param scope scopes separated by spaces; by default all that the client has. */
  async freshToken(scope?: string, signal?: AbortSignal): Promise<string> {
    const json = {
      grant_type: 'client_credentials',
      client_id: this.credentials.id,
      client_secret: this.credentials.secret,
      ...(scope === undefined ? {} : { scope }),
    };
    const answer = await this.anonymous('POST', '/api/oauth/token/', { json, ...(signal === undefined ? {} : { signal }) });
    if (answer.status !== 200) throw new UnexpectedAnswerError('POST /api/oauth/token/', answer);
    return (answer.body as { access_token: string }).access_token;
  }

  /** A request with the token. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const headers = { authorization: `Bearer ${await this.token()}`, ...options.headers };
    return this.anonymous(method, path, { ...options, headers });
  }

  /** A request without the token. */
  async anonymous(method: string, path: string, { json, raw, headers, signal }: RequestOptions = {}): Promise<Answer> {
    const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
    const response = await fetch(new URL(path, this.baseUrl()), {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: body as string }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
  }

  async createCase(json: NewCase, headers: Readonly<Record<string, string>> = {}): Promise<CaseBody> {
    return (await this.wanted(201, 'POST', '/api/cases/', { json, headers })) as CaseBody;
  }

  /** @param asOf a revision or a time. */
  async getCase(id: number, asOf?: string | number): Promise<CaseBody> {
    const query = asOf === undefined ? '' : `?as_of=${encodeURIComponent(asOf)}`;
    return (await this.wanted(200, 'GET', `/api/cases/${id}/${query}`)) as CaseBody;
  }

  /** @param query such as `customer_id=5&page_size=200`. */
  async listCases(query = ''): Promise<PageBody<CaseBody>> {
    return (await this.wanted(200, 'GET', `/api/cases/?${query}`)) as PageBody<CaseBody>;
  }

  async history(caseId: number): Promise<readonly HistoryEntryBody[]> {
    return ((await this.wanted(200, 'GET', `/api/cases/${caseId}/history/?page_size=200`)) as PageBody<HistoryEntryBody>).results;
  }

  async startCase(id: number): Promise<Answer> {
    return this.request('POST', `/api/cases/${id}/start/`);
  }

  /** Starts a case; a finished one anew. The answer is the new case. */
  async restartCase(id: number): Promise<CaseBody & { readonly action_taken: string }> {
    const body = await this.wanted(200, 'POST', `/api/cases/${id}/start/`, { json: { allow_restart: true } });
    return body as CaseBody & { readonly action_taken: string };
  }

  async decideCheck(id: number, json: Decision, headers: Readonly<Record<string, string>> = {}): Promise<CheckBody> {
    return (await this.wanted(200, 'POST', `/api/checks/${id}/decide/`, { json, headers })) as CheckBody;
  }

  async skipCheck(id: number, reason: string): Promise<CheckBody> {
    return (await this.wanted(200, 'POST', `/api/checks/${id}/skip/`, { json: { reason } })) as CheckBody;
  }

  async failCheck(id: number, reason: string): Promise<CheckBody> {
    return (await this.wanted(200, 'POST', `/api/checks/${id}/fail/`, { json: { reason } })) as CheckBody;
  }

  /** The body of an answer that has this status. */
  private async wanted(status: number, method: string, path: string, options: RequestOptions = {}): Promise<unknown> {
    const answer = await this.request(method, path, options);
    if (answer.status !== status) throw new UnexpectedAnswerError(`${method} ${path}`, answer);
    return answer.body;
  }
}
