import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent, type JSONEventData } from '@eventstore/db-client';
import { type EventStoreDbServer, type EventStoreDbServerOptions, startEventStoreDbServer } from '../index.js';

/** The server of a spec, from before its first test until after its last. */
export interface SpecServer {
  readonly url: string;
  readonly client: EventStoreDBClient;
}

/** The stand-in of a spec that no real server could pass, because something goes wrong on demand. */
export interface SpecStandIn extends SpecServer {
  readonly server: EventStoreDbServer;
}

/** The server whose likeness a spec states: a real one when EVENTSTOREDB_URL names it, otherwise a stand-in. */
export function useServer(): SpecServer {
  const real = process.env.EVENTSTOREDB_URL;
  return real === undefined ? useStandIn() : using(async () => ({ url: real, end: () => Promise.resolve() }));
}

export function useStandIn(options: Omit<EventStoreDbServerOptions, 'dataDir'> = {}): SpecStandIn {
  let server: EventStoreDbServer | undefined;
  const used = using(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'eventstoredb-'));
    const started = (server = await startEventStoreDbServer({ dataDir, ...options }));
    const end = async (): Promise<void> => {
      await started.stop();
      rmSync(dataDir, { recursive: true, force: true });
    };
    return { url: started.url, end };
  });
  return {
    get url() {
      return used.url;
    },
    get client() {
      return used.client;
    },
    get server() {
      return present(server);
    },
  };
}

function using(start: () => Promise<{ readonly url: string; end(): Promise<void> }>): SpecServer {
  let running: Awaited<ReturnType<typeof start>> | undefined;
  let client: EventStoreDBClient | undefined;
  beforeAll(async () => {
    running = await start();
    client = EventStoreDBClient.connectionString(running.url);
  });
  afterAll(async () => {
    await client?.dispose();
    await running?.end();
  });
  return {
    get url() {
      return present(running).url;
    },
    get client() {
      return present(client);
    },
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The server is there while tests run, not before.');
  return value;
}

/** A stream that no other spec knows of. Its category is its own, too. */
export const newStream = (): string => `${newName()}-acme.1`;

/** A name that no other spec knows of, without a hyphen. */
export const newName = (): string => `spec${randomUUID().replaceAll('-', '')}`;

export const event = (n: number, type = 'thing-happened'): JSONEventData => jsonEvent({ type, data: { n } });

export const events = (...numbers: readonly number[]): JSONEventData[] => numbers.map((n) => event(n));
