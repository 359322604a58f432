import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Clock, CommandRunner, type EventStore } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { createLogger, hashSecret, loadSettings, type Logger, MasterKey, PlatformModule } from '#platform';
import { ClientDirectory, type ClientRecord } from '../auth/client-directory.js';
import { SCOPES } from '../auth/scopes.js';
import { SessionDirectory, type SessionRecord } from '../auth/session-directory.js';
import { createHttpApp } from '../create-http-app.js';
import { HttpModule } from '../http.module.js';

export const PROBE_CLIENT = { id: '11111111-2222-4333-8444-555555555555', secret: 'a secret of the probe' } as const;

export interface ProbeOptions {
  readonly controllers?: readonly Type[];
  readonly imports?: readonly (Type | DynamicModule)[];
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly env?: Readonly<Record<string, string>>;
  /** Changes what is known of the one client, of organization `acme`. */
  readonly client?: Partial<ClientRecord>;
  /** Sessions by their cookies; by default nobody is logged in. */
  readonly sessions?: ReadonlyMap<string, SessionRecord>;
  /** Where requests with an `Idempotency-Key` are written down; by default a store of its own. */
  readonly store?: EventStore;
}

/** An application with a spec's own controllers behind everything that all routes share; no port is opened. */
export interface ProbeApp {
  readonly app: NestFastifyApplication;
  /** `Bearer …` with every scope of the client. */
  readonly authorization: string;
  /** The client is gone from now on. */
  revoke(): void;
}

export async function probeApp(options: ProbeOptions = {}): Promise<ProbeApp> {
  const settings = loadSettings({ PUBLIC_URL: 'https://casetrail.test', ...options.env });
  const logger = options.logger ?? createLogger({ logLevel: 'silent', logFormat: 'json' });
  const masterKey = new MasterKey(Buffer.alloc(32, 7));
  const clients = new Map<string, ClientRecord>();
  const client: ClientRecord = {
    clientId: PROBE_CLIENT.id,
    org: 'acme',
    scopes: SCOPES,
    apiVersion: 3,
    secretHash: await hashSecret(PROBE_CLIENT.secret),
    ...options.client,
  };
  clients.set(client.clientId, client);
  const directory: ClientDirectory = { find: (id) => clients.get(id) };

  @Module({
    imports: [
      PlatformModule.forRoot({ settings, logger, masterKey, ...(options.clock ? { clock: options.clock } : {}) }),
      directoryModule(directory, { find: (cookie) => options.sessions?.get(cookie) }),
      commandsModule(options.store ?? new InMemoryEventStore()),
      HttpModule,
      ...(options.imports ?? []),
    ],
    controllers: [...(options.controllers ?? [])],
  })
  class ProbeModule {}

  const app = await createHttpApp(ProbeModule, logger);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const token = await app.inject({
    method: 'POST',
    url: '/api/oauth/token/',
    payload: { grant_type: 'client_credentials', client_id: PROBE_CLIENT.id, client_secret: PROBE_CLIENT.secret },
  });
  const { access_token: accessToken } = token.json<{ access_token: string }>();
  return { app, authorization: `Bearer ${accessToken}`, revoke: () => void clients.delete(client.clientId) };
}

@Module({})
class DirectoryModule {}

const directoryModule = (clients: ClientDirectory, sessions: SessionDirectory): DynamicModule => ({
  module: DirectoryModule,
  global: true,
  providers: [
    { provide: ClientDirectory, useValue: clients },
    { provide: SessionDirectory, useValue: sessions },
  ],
  exports: [ClientDirectory, SessionDirectory],
});

@Module({})
class CommandsModule {}

const commandsModule = (store: EventStore): DynamicModule => ({
  module: CommandsModule,
  global: true,
  providers: [{ provide: CommandRunner, useValue: new CommandRunner(store) }],
  exports: [CommandRunner],
});
