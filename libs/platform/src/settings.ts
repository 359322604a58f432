import { join } from 'node:path';
import type { z } from 'zod';
import { settingsSchema } from './settings-schema.js';

/** The credentials of an OAuth client. */
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

/** Everything that an operator can choose, read once at start. A class without code, so that it can be injected. */
export abstract class Settings {
  abstract readonly port: number;
  abstract readonly host: string;
  abstract readonly dataDir: string;
  /** `sqlite:<file>`, or the URL of EventStoreDB. URLs of servers may hold a password. */
  abstract readonly eventStoreUrl: string;
  /** `sqlite:<file>`, or the URL of a MongoDB database. */
  abstract readonly readStoreUrl: string;
  /** `sqlite:<file>`, or `kafka://` with the brokers' hosts. */
  abstract readonly brokerUrl: string;
  /** `file:<folder>`, or the URL of a MongoDB database that is no other's; undefined where the operator did not say. */
  abstract readonly blobStoreUrl: string | undefined;
  /** The first client's credentials, where the operator chose them. */
  abstract readonly client: ClientCredentials | undefined;
  /** The first webhook secret (`whsec_…`), where the operator chose it. */
  abstract readonly webhookSecret: string | undefined;
  /** 32 bytes; without it the key is kept in the data directory. */
  abstract readonly masterKey: Buffer | undefined;
  /** Where the command line finds the service; no slash at its end. */
  abstract readonly apiUrl: string;
  /** Where clients find the service, when the operator said so; no slash at its end. */
  abstract readonly publicUrl: string | undefined;
  /** The issuer and the audience of access tokens: an absolute URL, no slash at its end. */
  abstract readonly issuer: string;
  /** Requests that each client may make per second of each process; 0 for any number. */
  abstract readonly rateLimit: number;
  /** Networks (CIDR) of the proxies that are believed when they say in `X-Forwarded-For` whom they pass on. */
  abstract readonly trustedProxies: readonly string[];
  /** Networks (CIDR) with addresses that are not public, which webhooks and the CRM may be sent to all the same. */
  abstract readonly webhookAllowedNetworks: readonly string[];
  abstract readonly salesforceConnectionsFile: string | undefined;
  abstract readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  abstract readonly logFormat: 'json' | 'pretty';
}

/** Settings that cannot be used. The message names each bad setting and its rule, and shows no value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly problems: readonly string[]) {
    super(`These settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Reads the settings from environment variables; an empty one counts as not set.
 *
 * @param terminal whether a person reads the log: chooses the log's format where the settings do not.
 * @throws SettingsError naming everything that is wrong, all at once.
 */
export function loadSettings(env: Readonly<Record<string, string | undefined>>, terminal = false): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = settingsSchema.safeParse(given);
  if (!result.success) throw new SettingsError(problemsOf(result.error.issues));
  const values = result.data;
  const { CASETRAIL_CLIENT_ID: clientId, CASETRAIL_CLIENT_SECRET: clientSecret } = values;
  const localUrl = `http://${values.HOST.includes(':') ? `[${values.HOST}]` : values.HOST}:${values.PORT}`;
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.DATA_DIR,
    eventStoreUrl: values.EVENT_STORE_URL ?? `sqlite:${join(values.DATA_DIR, 'events.db')}`,
    readStoreUrl: values.READ_STORE_URL ?? `sqlite:${join(values.DATA_DIR, 'read.db')}`,
    brokerUrl: values.BROKER_URL ?? `sqlite:${join(values.DATA_DIR, 'broker.db')}`,
    blobStoreUrl: values.BLOB_STORE_URL,
    client: clientId !== undefined && clientSecret !== undefined ? { id: clientId, secret: clientSecret } : undefined,
    webhookSecret: values.CASETRAIL_WEBHOOK_SECRET,
    masterKey: values.CASETRAIL_MASTER_KEY,
    apiUrl: values.CASETRAIL_URL ?? localUrl,
    publicUrl: values.PUBLIC_URL,
    issuer: values.PUBLIC_URL ?? localUrl,
    rateLimit: values.RATE_LIMIT,
    trustedProxies: values.TRUSTED_PROXIES,
    webhookAllowedNetworks: values.WEBHOOK_ALLOWED_NETWORKS,
    salesforceConnectionsFile: values.SALESFORCE_CONNECTIONS_FILE,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT ?? (terminal ? 'pretty' : 'json'),
  };
}

const problemsOf = (issues: readonly z.core.$ZodIssue[]): readonly string[] => [
  ...new Set(issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)),
];
