import type { Settings } from '#platform';
import { z } from 'zod';
import { CommandFailure } from './failure.js';

/** Milliseconds to wait for an answer. */
const PATIENCE = 10_000;

const tokenBody = z.object({ access_token: z.string() });
const errorBody = z.object({ detail: z.string(), errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).default([]) });

/** Lets the service say what is wrong with which field (RFC 9457). */
const ACCEPT = 'application/json, application/problem+json';

/** The service did not answer at all; a later request may find it. */
export class ServiceUnreachable extends CommandFailure {}

/** A running service, asked over its API by the operator's own client. */
export class ServiceClient {
  private token: string | undefined;

  constructor(
    private readonly settings: Pick<Settings, 'apiUrl' | 'client'>,
    private readonly http: typeof fetch,
  ) {}

  /**
   * An answer of the API; one without a body is undefined to the schema.
   * @param json the body of the request.
   * @throws CommandFailure saying what is wrong with the service, its address or the credentials.
   */
  async request<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    schema: Schema,
    json?: unknown,
  ): Promise<z.output<Schema>> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    let answer = await this.send(method, path, await this.bearer(), body);
    if (answer.status === 401) {
      this.token = undefined;
      answer = await this.send(method, path, await this.bearer(), body);
    }
    if (!answer.ok) throw new CommandFailure(`The service refused ${method} ${path}: ${await explanation(answer)}`);
    return this.parsed(schema, answer);
  }

  /**
   * Everything on a list of the API, page by page.
   * @throws CommandFailure
   */
  async all<Item extends z.ZodType>(path: string, item: Item): Promise<readonly z.output<Item>[]> {
    const page = z.object({ next: z.string().nullable(), results: z.array(item) });
    const items: z.output<Item>[] = [];
    for (let number = 1; ; number++) {
      const { next, results } = await this.request('GET', `${path}?page_size=200&page=${number}`, page);
      items.push(...results);
      if (next === null) return items;
    }
  }

  /** The answer of a path that needs no token, whatever its status. */
  open(path: string): Promise<Response> {
    return this.send('GET', path, {});
  }

  private async bearer(): Promise<Record<string, string>> {
    this.token ??= await this.askForToken();
    return { authorization: `Bearer ${this.token}` };
  }

  private async askForToken(): Promise<string> {
    const { client, apiUrl } = this.settings;
    if (client === undefined) {
      throw new CommandFailure(
        'CASETRAIL_CLIENT_ID and CASETRAIL_CLIENT_SECRET are not set: this command asks the service to do something, as a client ' +
          'with the scope operator. The client that was made on the first start has it.',
      );
    }
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret });
    const answer = await this.send('POST', '/api/oauth/token/', {}, form);
    if (answer.status === 401) {
      throw new CommandFailure(
        `The service at ${apiUrl} does not know the client, or its secret is another one: check CASETRAIL_CLIENT_ID and CASETRAIL_CLIENT_SECRET.`,
      );
    }
    if (!answer.ok) throw new CommandFailure(`The service at ${apiUrl} gave no access token: ${await explanation(answer)}`);
    return (await this.parsed(tokenBody, answer)).access_token;
  }

  private async send(method: string, path: string, headers: Record<string, string>, body?: URLSearchParams | string): Promise<Response> {
    try {
      return await this.http(`${this.settings.apiUrl}${path}`, {
        method,
        headers: { accept: ACCEPT, ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}), ...headers },
        signal: AbortSignal.timeout(PATIENCE),
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      throw new ServiceUnreachable(
        `The service does not answer at ${this.settings.apiUrl} (${reasonOf(error)}). Is it running? CASETRAIL_URL says where it is.`,
      );
    }
  }

  private async parsed<Schema extends z.ZodType>(schema: Schema, answer: Response): Promise<z.output<Schema>> {
    const result = schema.safeParse(await answer.json().catch(() => undefined));
    if (result.success) return result.data;
    throw new CommandFailure(`What answers at ${this.settings.apiUrl} is not a Casetrail of this version: check CASETRAIL_URL.`);
  }
}

async function explanation(answer: Response): Promise<string> {
  const body = errorBody.safeParse(await answer.json().catch(() => undefined));
  if (!body.success) return `${answer.status} ${answer.statusText}`.trim();
  const { detail, errors } = body.data;
  const fields = errors.map((error) => `${error.pointer.replace(/^#\/?/, '')}: ${error.detail}`);
  return `${answer.status} ${fields.length === 0 ? detail : fields.join(' ')}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${PATIENCE / 1000} s`;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'connection reset',
    ENOTFOUND: 'unknown host',
    EAI_AGAIN: 'unknown host',
    UND_ERR_SOCKET: 'connection closed',
  };
  if (code !== undefined) return known[code] ?? code;
  return cause instanceof Error ? cause.message : error.message;
}
