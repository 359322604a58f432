import { tmpdir } from 'node:os';
import type { BlobStore } from '#blob-store';
import { type Clock, CommandRunner, type EventStore, randomIds } from '#event-sourcing';
import { AccessTokens, ClientDirectory, createHttpApp } from '#http';
import { bootstrapOrganization } from '#organizations';
import { createLogger, loadSettings, MasterKey, type Platform } from '#platform';
import type { ReadStore } from '#read-store';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from '../api.module.js';
import type { AllStores } from '../stores.module.js';

/** The clients of the organization `default`. */
export const CLIENTS = {
  ada: { id: '11111111-1111-4111-8111-111111111111', secret: 'a secret of Ada of the specs' },
  bob: { id: '22222222-2222-4222-8222-222222222222', secret: 'a secret of Bob of the specs' },
} as const;

export interface SpecAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A process that serves the API, without a port: its memory is its own, the store is everybody's. */
export class ApiOnStore {
  private constructor(readonly app: NestFastifyApplication) {}

  /** @param more stores that the spec needs; whoever asks for one that is not there fails. */
  static async started(store: EventStore, clock: Clock, more: Partial<Pick<AllStores, 'blobStore' | 'readStore'>> = {}): Promise<ApiOnStore> {
    const platform = platformOf(clock);
    await prepareClients(store, clock);
    const stores = { eventStore: store, readStore: {} as ReadStore, blobStore: {} as BlobStore, ...more };
    const app = await createHttpApp(ApiModule.forRoot(platform, stores), platform.logger);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new ApiOnStore(app);
  }

  async ask(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    options: { readonly json?: unknown; readonly key?: string; readonly headers?: Readonly<Record<string, string>>; readonly client?: keyof typeof CLIENTS } = {},
  ): Promise<SpecAnswer> {
    const { json, key, headers, client = 'ada' } = options;
    const answer = await this.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${await this.token(client)}`, ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
      ...(json === undefined ? {} : { payload: json as object }),
    });
    const text = answer.body;
    return { status: answer.statusCode, headers: answer.headers, text, body: (text === '' ? {} : JSON.parse(text)) as SpecAnswer['body'] };
  }

  /** What a route answers that has other things to give than JSON. */
  async bytes(url: string): Promise<Pick<SpecAnswer, 'status' | 'text'>> {
    const answer = await this.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${await this.token('ada')}` } });
    return { status: answer.statusCode, text: answer.body };
  }

  /** A fresh one each time: specs let more time pass than a token lives. */
  private async token(client: keyof typeof CLIENTS): Promise<string> {
    const record = this.app.get(ClientDirectory).find(CLIENTS[client].id);
    if (!record) throw new Error(`The client ${client} is not known yet.`);
    return this.app.get(AccessTokens).issue(record, record.scopes);
  }
}

function platformOf(clock: Clock): Platform {
  const settings = loadSettings({ LOG_LEVEL: 'silent', PUBLIC_URL: 'https://casetrail.test' });
  return { settings, logger: createLogger(settings), masterKey: new MasterKey(Buffer.alloc(32, 7)), clock };
}

async function prepareClients(store: EventStore, clock: Clock): Promise<void> {
  for (const { id, secret } of Object.values(CLIENTS)) {
    const settings = { client: { id, secret }, webhookSecret: `whsec_${Buffer.alloc(32).toString('base64')}`, dataDir: tmpdir() };
    await bootstrapOrganization({ runner: new CommandRunner(store), settings, masterKey: new MasterKey(Buffer.alloc(32, 7)), clock, ids: randomIds });
  }
}
