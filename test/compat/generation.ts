import { readFile } from 'node:fs/promises';
import type { ApiVersion } from '#http';
import type { Answer, ApiClient, RequestOptions } from '../support/api-client.js';
import { type FieldTable, tableProblems } from './field-table.js';

/** A client of one generation: what it sends is in that version, and so is what it gets. */
export class Generation {
  constructor(
    readonly version: ApiVersion,
    private readonly api: ApiClient,
  ) {}

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
    const headers = { ...options.headers, 'casetrail-version': String(this.version) };
    const answer = await this.api.request(method, path, { ...options, headers });
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
