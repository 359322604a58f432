import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CommandRunner, type EventStore, isoTime, silentLogger, StoreUnavailableError, type SubscribeOptions } from '#event-sourcing';
import { ManualTime } from '#event-sourcing/testing';
import { openSqliteEventStore } from '#event-store';
import { MasterKey, Sealer, UnsealError } from '#platform';
import { OrganizationDirectory } from './organization.directory.js';
import { organizationAggregate, organizationStream } from './organization.state.js';
import type { OrganizationEvent } from './organization.events.js';
import { sealProducerSecret } from './producer-secret.js';
import { sealWebhookSecret } from './webhook-secret.js';

const masterKey = new MasterKey(Buffer.alloc(32, 3));
const ID = '0f0f0f0f-1111-4222-8333-444444444444';

let folder: string;
let store: EventStore;
let directory: OrganizationDirectory;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'directory-'));
  store = openSqliteEventStore({ path: join(folder, 'events.db') });
  directory = new OrganizationDirectory(store, masterKey, silentLogger);
});
afterEach(async () => {
  await directory.stop();
  await store.close();
  rmSync(folder, { recursive: true });
});

let commands = 0;
const happened = (org: string, ...events: OrganizationEvent[]) =>
  new CommandRunner(store).run(organizationAggregate, organizationStream(org), () => events, {
    org,
    actor: 'system:spec',
    commandId: `command-${++commands}`,
    correlationId: 'spec',
    now: 0,
  });

const created = (slug: string): OrganizationEvent => ({ type: 'organization-created', data: { slug, name: slug } });
const registered = (id = ID): OrganizationEvent => ({
  type: 'client-registered',
  data: { client_id: id, name: 'A', secret_hash: '$scrypt$', scopes: ['cases:read'], api_version: 3 },
});
const secretAdded = (org: string, secret: string): OrganizationEvent => ({
  type: 'webhook-secret-added',
  data: sealWebhookSecret(new Sealer(masterKey), org, secret),
});

const producerRegistered = (org: string, secret: string, id = ID): OrganizationEvent => ({
  type: 'producer-registered',
  data: { producer_id: id, name: 'screening', scopes: ['decisions:write'], sealed: sealProducerSecret(new Sealer(masterKey), org, id, secret) },
});
const producerRevoked: OrganizationEvent = { type: 'producer-revoked', data: { producer_id: ID } };

/** Resolves once the directory, which follows the log of its own accord, has come this far. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

describe('the directory of organizations', () => {
  test('knows, once it has started, what was in the log', async () => {
    await happened('acme', created('acme'), registered(), secretAdded('acme', 'old'), secretAdded('acme', 'new'));
    await directory.start();
    expect(directory.find(ID)).toEqual({ clientId: ID, org: 'acme', secretHash: '$scrypt$', scopes: ['cases:read'], apiVersion: 3 });
    await expect(directory.of('acme')).resolves.toEqual(['new', 'old']);
  });

  test('waits for a store that does not answer when it starts', async () => {
    await happened('acme', created('acme'), registered());
    const time = new ManualTime();
    let outages = 3;
    const unreliable = Object.assign(Object.create(store) as EventStore, {
      async *subscribe(options: SubscribeOptions) {
        if (outages-- > 0) throw new StoreUnavailableError('away');
        yield* store.subscribe(options);
      },
    });
    directory = new OrganizationDirectory(unreliable, masterKey, silentLogger, { timer: time });
    const starting = directory.start();
    for (const left of [2, 1, 0]) {
      await until(() => time.waiting > 0);
      expect(outages).toBe(left);
      directory.check();
      time.advance(5_000);
    }
    await starting;
    expect(directory.find(ID)).toBeDefined();
  });

  test('stops waiting for the store when it is not wanted any more', async () => {
    const away = Object.assign(Object.create(store) as EventStore, {
      subscribe: () => {
        throw new StoreUnavailableError('away');
      },
    });
    const stop = new AbortController();
    directory = new OrganizationDirectory(away, masterKey, silentLogger, { timer: new ManualTime() });
    const starting = directory.start(stop.signal);
    stop.abort();
    await starting;
  });

  test('does not read the whole log to find the few events that it needs', async () => {
    await happened('acme', created('acme'), registered());
    directory = new OrganizationDirectory(
      Object.assign(Object.create(store) as EventStore, { readAll: () => Promise.reject(new Error('a page of the whole log')) }),
      masterKey,
      silentLogger,
    );
    await directory.start();
    expect(directory.find(ID)).toBeDefined();
  });

  test('knows nobody of whom the log says nothing', async () => {
    await directory.start();
    expect(directory.find(ID)).toBeUndefined();
    await expect(directory.of('acme')).resolves.toEqual([]);
  });

  test('learns what happens later', async () => {
    await directory.start();
    await happened('acme', created('acme'), registered(), secretAdded('acme', 'secret'));
    await until(() => directory.find(ID) !== undefined);
    await expect(directory.of('acme')).resolves.toEqual(['secret']);
    await happened('acme', secretAdded('acme', 'newer'));
    await until(async () => (await directory.of('acme')).length === 2);
  });

  test('keeps organizations apart', async () => {
    const other = '1f0f0f0f-1111-4222-8333-444444444444';
    await happened('acme', created('acme'), registered(), secretAdded('acme', 'of acme'));
    await happened('bank', created('bank'), registered(other), secretAdded('bank', 'of bank'));
    await directory.start();
    expect([directory.find(ID)?.org, directory.find(other)?.org]).toEqual(['acme', 'bank']);
    await expect(directory.of('bank')).resolves.toEqual(['of bank']);
  });

  test('knows a client no longer that was revoked, but one that another organization says it revoked', async () => {
    await happened('acme', created('acme'), registered());
    await happened('bank', created('bank'), registered(), { type: 'client-revoked', data: { client_id: ID } });
    await directory.start();
    expect(directory.find(ID)?.org).toBe('acme');
    await happened('acme', { type: 'client-revoked', data: { client_id: ID } });
    await directory.catchUp();
    expect(directory.find(ID)).toBeUndefined();
  });

  test('signs with a secret until it ends', async () => {
    const old = sealWebhookSecret(new Sealer(masterKey), 'acme', 'old');
    let now = Date.UTC(2026, 0, 2);
    directory = new OrganizationDirectory(store, masterKey, silentLogger, { clock: { now: () => now } });
    await happened('acme', created('acme'), { type: 'webhook-secret-added', data: old }, secretAdded('acme', 'new'));
    await happened('acme', { type: 'webhook-secret-retired', data: { secret_id: old.secret_id, valid_until: isoTime(now + 1) } });
    await directory.start();
    await expect(directory.of('acme')).resolves.toEqual(['new', 'old']);
    now += 1;
    await expect(directory.of('acme')).resolves.toEqual(['new']);
  });

  test('lists every organization, the newest first', async () => {
    for (const slug of ['acme', 'bank']) await happened(slug, created(slug));
    await directory.start();
    expect(directory.all().map(({ slug }) => slug)).toEqual(['bank', 'acme']);
  });

  test('leaves a client with the organization that registered it first', async () => {
    await happened('acme', created('acme'), registered());
    await happened('bank', created('bank'), registered());
    await directory.start();
    expect(directory.find(ID)?.org).toBe('acme');
  });

  test('knows producers with their secrets, at once when they are new, and that they were revoked', async () => {
    await directory.start();
    await happened('acme', created('acme'), producerRegistered('acme', 'secret'));
    const producer = { producerId: ID, org: 'acme', scopes: new Set(['decisions:write']), secret: 'secret', revoked: false };
    await expect(directory.producer(ID)).resolves.toEqual(producer);
    await happened('acme', producerRevoked);
    await until(async () => (await directory.producer(ID))?.revoked === true);
    await expect(directory.producer('unknown')).resolves.toBeUndefined();
  });

  test('leaves a producer with the organization that registered it first, with one secret', async () => {
    await directory.start();
    await happened('acme', created('acme'), producerRegistered('acme', 'secret'));
    await happened('bank', created('bank'), producerRegistered('bank', 'another'));
    await Promise.all([directory.producer(ID), directory.producer('unknown')]);
    await expect(directory.producer(ID)).resolves.toMatchObject({ org: 'acme', secret: 'secret' });
  });

  test('does not start with a master key that is not the one its secrets were sealed with', async () => {
    await happened('acme', created('acme'), secretAdded('acme', 'secret'));
    const other = new OrganizationDirectory(store, new MasterKey(Buffer.alloc(32, 9)), silentLogger);
    await expect(other.start()).rejects.toThrow(UnsealError);
    await other.stop();
  });
});
