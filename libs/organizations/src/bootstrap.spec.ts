import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CommandRunner, type EventStore, type NewEvent, randomIds, silentLogger } from '#event-sourcing';
import { openSqliteEventStore } from '#event-store';
import { type ClientCredentials, MasterKey, SettingsError, verifySecret } from '#platform';
import { bootstrapOrganization, type BootstrapResult } from './bootstrap.js';
import { OrganizationDirectory } from './organization.directory.js';

const masterKey = new MasterKey(Buffer.alloc(32, 3));
const CHOSEN = { id: '0f0f0f0f-1111-4222-8333-444444444444', secret: 'chosen by an operator' };
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;

let dataDir: string;
let store: EventStore;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  store = openSqliteEventStore({ path: join(dataDir, 'events.db') });
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

interface Chosen {
  readonly client?: ClientCredentials;
  readonly webhookSecret?: string;
}

const start = ({ client, webhookSecret }: Chosen = {}, folder = dataDir, events: EventStore = store): Promise<BootstrapResult> =>
  bootstrapOrganization({
    runner: new CommandRunner(events),
    settings: { client, webhookSecret, dataDir: folder },
    masterKey,
    clock: { now: () => Date.UTC(2026, 0, 2) },
    ids: randomIds,
  });

const types = async (): Promise<readonly string[]> => (await store.readStream('organization-default')).map(({ type }) => type);

/** Whether these credentials are good for a token. */
async function canLogIn(id: string | undefined, secret: string | undefined): Promise<boolean> {
  const directory = new OrganizationDirectory(store, masterKey, silentLogger);
  await directory.start();
  const found = directory.find(id ?? '');
  await directory.stop();
  return verifySecret(secret ?? '', found?.secretHash);
}

/** A store in front of which the process dies: before or after the append. */
const dying = (moment: 'before' | 'after'): EventStore =>
  new Proxy(store, {
    get: (target, name) =>
      name === 'append'
        ? async (stream: string, expected: 'no-stream', events: readonly NewEvent[]) => {
            if (moment === 'after') await target.append(stream, expected, events);
            throw new Error('killed');
          }
        : (Reflect.get(target, name) as (() => unknown) | undefined)?.bind(target),
  });

const leftFiles = (): readonly string[] => readdirSync(dataDir).filter((name) => !name.startsWith('events.db'));

describe('the first start', () => {
  test('makes an organization with credentials that work, in one append', async () => {
    const { unseen } = await start();
    expect(await types()).toEqual(['organization-created', 'client-registered', 'webhook-secret-added']);
    expect(unseen.webhook_secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await canLogIn(unseen.client_id, unseen.client_secret)).toBe(true);
  });

  test('keeps no secret in the log', async () => {
    const { unseen } = await start();
    const log = JSON.stringify(await store.readAll());
    expect(log).not.toContain(unseen.client_secret);
    expect(log).not.toContain(unseen.webhook_secret);
  });

  test('shows made-up secrets until they were seen, and never again', async () => {
    const first = await start();
    expect(statSync(join(dataDir, 'first-credentials.json')).mode & 0o777).toBe(0o600);
    expect((await start()).unseen).toEqual(first.unseen);
    first.seen();
    expect((await start()).unseen).toEqual({});
    expect(leftFiles()).toEqual([]);
    expect(await types()).toHaveLength(3);
  });

  test.each(['before', 'after'] as const)('locks nobody out when it is killed just %s the append', async (moment) => {
    await expect(start({}, dataDir, dying(moment))).rejects.toThrow('killed');
    const { unseen } = await start();
    expect(await types()).toHaveLength(3);
    expect(await canLogIn(unseen.client_id, unseen.client_secret)).toBe(true);
    expect(unseen.webhook_secret).toBeDefined();
  });

  test('of two processes at once makes one client, and shows it once', async () => {
    const results = await Promise.all([start({}, join(dataDir, 'a')), start({}, join(dataDir, 'b'))]);
    const shown = results.map(({ unseen }) => unseen).filter(({ client_id: id }) => id !== undefined);
    expect(shown).toHaveLength(1);
    expect(await canLogIn(shown[0]?.client_id, shown[0]?.client_secret)).toBe(true);
    expect(await types()).toHaveLength(3);
  });

  test('stops at a damaged file and says what to do', async () => {
    writeFileSync(join(dataDir, 'first-credentials.json'), '{"client_id":');
    await expect(start()).rejects.toThrow(/first-credentials\.json is damaged\. Remove it/);
    expect(await types()).toEqual([]);
  });
});

describe('credentials of the settings', () => {
  test('are taken and not shown', async () => {
    const { unseen } = await start({ client: CHOSEN, webhookSecret: WEBHOOK_SECRET });
    expect(unseen).toEqual({});
    expect(leftFiles()).toEqual([]);
    expect(await canLogIn(CHOSEN.id, CHOSEN.secret)).toBe(true);
  });

  test('may be one of the two: the other is made up', async () => {
    const { unseen } = await start({ client: CHOSEN });
    expect(Object.keys(unseen)).toEqual(['webhook_secret']);
    expect((await store.readAll()).filter(({ type }) => type === 'client-registered')).toHaveLength(1);
  });

  test('change nothing on the next start', async () => {
    await start({ client: CHOSEN, webhookSecret: WEBHOOK_SECRET });
    await start({ client: CHOSEN, webhookSecret: WEBHOOK_SECRET });
    expect(await types()).toHaveLength(3);
  });

  test('are added beside what is there', async () => {
    const { unseen, seen } = await start();
    seen();
    await start({ client: CHOSEN, webhookSecret: WEBHOOK_SECRET });
    expect(await canLogIn(CHOSEN.id, CHOSEN.secret)).toBe(true);
    expect(await canLogIn(unseen.client_id, unseen.client_secret)).toBe(true);
    expect(await types()).toHaveLength(5);
  });

  test('with another secret for a known client stop the start, and show neither', async () => {
    await start({ client: CHOSEN });
    const error: unknown = await start({ client: { ...CHOSEN, secret: 'another secret of it' } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SettingsError);
    expect(String(error)).toContain('CASETRAIL_CLIENT_SECRET');
    expect(String(error)).not.toMatch(/another secret of it|chosen by/);
    expect(await canLogIn(CHOSEN.id, CHOSEN.secret)).toBe(true);
  });
});
