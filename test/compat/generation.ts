import { readFile } from 'node:fs/promises';
import type { ApiVersion } from '#http';
import { type Answer, ApiClient, type RequestOptions } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import type { Service } from '../support/service.js';
import { SessionClient } from '../support/session-client.js';
import { type FieldTable, tableProblems } from './field-table.js';

type Ask = (method: string, path: string, options: RequestOptions) => Promise<Answer>;

/** A client of one generation: what it sends is in that version, and so is what it gets. */
export class Generation {
  private constructor(
    readonly version: ApiVersion,
    private readonly ask: Ask,
  ) {}

  /** A client of this version, in the way in which it would come. */
  static async of(version: ApiVersion, service: Service): Promise<Generation> {
    switch (version) {
      case 1:
        return Generation.loggedIn(service);
      case 2:
        return Generation.pinned(2, service);
      case 3:
        return new Generation(3, (method, path, options) => service.api.request(method, path, options));
    }
  }

  /** A client whose version was chosen when it was registered. */
  private static async pinned(version: ApiVersion, service: Service): Promise<Generation> {
    const { body } = await service.api.request('POST', '/api/clients/', { json: { name: `Of version ${version}`, api_version: version } });
    const { client_id: id, client_secret: secret } = body as { readonly client_id: string; readonly client_secret: string };
    const api = new ApiClient(() => service.url, { id, secret });
    await eventually(() => api.token());
    return new Generation(version, (method, path, options) => api.request(method, path, options));
  }

  /** Somebody with a cookie, who says nothing of versions: there was one then. */
  private static async loggedIn(service: Service): Promise<Generation> {
    const somebody = { email: 'somebody@example.com', name: 'Somebody', role: 'supervisor', password: 'correct horse battery staple' };
    await service.api.request('POST', '/api/members/', { json: somebody });
    const browser = new SessionClient(() => service.url);
    const { status } = await browser.logIn({ email: somebody.email, password: somebody.password });
    if (status !== 201) throw new Error(`Nobody is logged in: ${status}.`);
    return new Generation(1, (method, path, options) => browser.request(method, path, options));
  }

  /**
   * Sends a request as it is documented, byte for byte.
   * @param name of a file in `requests/v<version>/`.
   * @param values of the `{{names}}` in it: ids that nobody knows beforehand.
   */
  async send(name: string, values: Readonly<Record<string, number>> = {}): Promise<Answer> {
    const file = await readFile(`test/compat/requests/v${this.version}/${name}.http`, 'utf8');
    const [head = '', ...bodies] = file.split('\n\n');
    const [line = '', ...headerLines] = head.split('\n');
    const [method = '', path = ''] = line.split(' ');
    const headers = Object.fromEntries(headerLines.map((header) => header.toLowerCase().split(': ', 2) as [string, string]));
    const raw = bodies.join('\n\n').replace(/\{\{(\w+)\}\}/g, (_, value: string) => String(values[value]));
    return this.request(method, path, { raw, headers });
  }

  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const answer = await this.ask(method, path, options);
    const spoken = answer.headers.get('casetrail-version');
    if (spoken !== String(this.version)) throw new Error(`${method} ${path} was answered in version ${spoken}.`);
    return answer;
  }

  /**
   * The body of an answer that has this status and is what clients of the version know.
   * @throws Error that says what differs.
   */
  async expect<Body = Readonly<Record<string, unknown>>>(status: number, table: FieldTable, asked: Promise<Answer>): Promise<Body> {
    const answer = await asked;
    const problems = answer.status === status ? tableProblems(answer.body, table) : [`status ${answer.status}: ${JSON.stringify(answer.body)}`];
    if (problems.length > 0) throw new Error(`Version ${this.version} does not get what it knows:\n${problems.join('\n')}`);
    return answer.body as Body;
  }
}
