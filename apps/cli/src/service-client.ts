import type { Settings } from '#platform';
import { z } from 'zod';
import type { Cli } from './cli.js';
import { CommandFailure } from './failure.js';
import { explanation, send, type ServiceRequest } from './service-connection.js';
import { untilAnswered } from './until-answered.js';

const tokenBody = z.object({ access_token: z.string() });

/** A running service, asked over its API by the operator's own client. */
export class ServiceClient {
  private readonly settings: Pick<Settings, 'apiUrl' | 'client'>;
  private token: string | undefined;

  /** @throws SettingsError */
  constructor(private readonly cli: Pick<Cli, 'fetch' | 'timer' | 'ids'> & { settings(): Pick<Settings, 'apiUrl' | 'client'> }) {
    this.settings = cli.settings();
  }

  /**
   * An answer of the API; one without a body is undefined to the schema.
   * @throws CommandFailure saying what is wrong with the service, its address or the credentials.
   */
  async request<Schema extends z.ZodType>(method: 'GET' | 'DELETE', path: string, schema: Schema): Promise<z.output<Schema>> {
    return this.result({ method, path }, schema, await this.ask({ method, path }));
  }

  /**
   * Changes something, once, and gives the answer, also where the first one is lost on the way: the request has an `Idempotency-Key`
   * and is sent again for a while.
   *
   * @param json the body of the request.
   * @param key of an earlier run that got no answer; by default a new one.
   * @throws CommandFailure as above; with the key, where it is not known whether anything was changed.
   */
  async change<Schema extends z.ZodType>(
    method: 'POST' | 'PATCH',
    path: string,
    schema: Schema,
    json?: unknown,
    key: string = this.cli.ids.uuid(),
  ): Promise<z.output<Schema>> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const request: ServiceRequest = { method, path, body, headers: { 'idempotency-key': key } };
    // First, so that what goes wrong with the token leaves no doubt.
    await this.bearer();
    const answer = await untilAnswered(() => this.ask(request), { ...request, key, timer: this.cli.timer });
    return this.result(request, schema, answer);
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
    return this.send({ method: 'GET', path });
  }

  /** Asks with a token, and with a new one when the old one has expired. */
  private async ask(request: ServiceRequest): Promise<Response> {
    const answer = await this.send({ ...request, headers: { ...request.headers, ...(await this.bearer()) } });
    if (answer.status !== 401) return answer;
    this.token = undefined;
    return this.send({ ...request, headers: { ...request.headers, ...(await this.bearer()) } });
  }

  private async bearer(): Promise<Record<string, string>> {
    this.token ??= await this.askForToken();
    return { authorization: `Bearer ${this.token}` };
  }

  private async askForToken(): Promise<string> {
    const { client, apiUrl } = this.settings;
    if (client === undefined) {
      throw new CommandFailure(
        'CASETRAIL_CLIENT_ID and CASETRAIL_CLIENT_SECRET are not set, in the environment or in .env: this command asks the service ' +
          'to do something, as a client that may. The one that was made on the first start may do everything.',
      );
    }
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret });
    const answer = await this.send({ method: 'POST', path: '/api/oauth/token/', body });
    if (answer.status === 401) {
      throw new CommandFailure(
        `The service at ${apiUrl} does not know the client, or its secret is another one: check CASETRAIL_CLIENT_ID and CASETRAIL_CLIENT_SECRET.`,
      );
    }
    if (!answer.ok) throw new CommandFailure(`The service at ${apiUrl} gave no access token: ${await explanation(answer)}`);
    return (await this.parsed(tokenBody, answer)).access_token;
  }

  private async result<Schema extends z.ZodType>({ method, path }: ServiceRequest, schema: Schema, answer: Response): Promise<z.output<Schema>> {
    if (!answer.ok) throw new CommandFailure(`The service refused ${method} ${path}: ${await explanation(answer)}`);
    return this.parsed(schema, answer);
  }

  private async parsed<Schema extends z.ZodType>(schema: Schema, answer: Response): Promise<z.output<Schema>> {
    const result = schema.safeParse(await answer.json().catch(() => undefined));
    if (result.success) return result.data;
    throw new CommandFailure(`What answers at ${this.settings.apiUrl} is not a Casetrail of this version: check CASETRAIL_URL.`);
  }

  private send(request: ServiceRequest): Promise<Response> {
    return send(request, this.settings, this.cli.fetch);
  }
}
