import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const rule = (holds: (value: string) => boolean, message: string): z.ZodType<string> => z.string().refine(holds, message);

const isHttpUrl = (value: string): boolean => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
const httpUrl = rule(isHttpUrl, 'must be an absolute http or https URL').transform((value) => value.replace(/\/+$/, ''));

/** The URL of an engine, by its form; what is behind it, the engine itself looks at. */
const engineUrl = (server: RegExp, forms: string): z.ZodType<string> =>
  rule((value) => /^sqlite:./.test(value) || server.test(value), `must be sqlite:<file> or ${forms}`);

const eventStoreUrl = engineUrl(/^(?:esdb|kurrentdb)(?:\+discover)?:\/\/[^\s/]+/, 'esdb://<host>:<port>');
const readStoreUrl = engineUrl(/^mongodb(?:\+srv)?:\/\/[^\s/]+\/[^\s/?]+/, 'mongodb://<host>:<port>/<database>');
const brokerUrl = engineUrl(/^kafka(?:\+ssl|\+sasl_ssl)?:\/\/[^\s/]+(?:\/[^\s/]*)?$/, 'kafka://<host>:<port>,<host>:<port>');
const blobStoreUrl = rule(
  (value) => /^file:./.test(value) || /^mongodb(?:\+srv)?:\/\/[^\s/]+\/[^\s/?]+/.test(value),
  'must be file:<folder> or mongodb://<host>:<port>/<database>',
);

const base64Bytes = (value: string): number =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(value) ? Buffer.from(value, 'base64').length : -1;

const isWebhookSecret = (value: string): boolean => {
  const bytes = value.startsWith('whsec_') ? base64Bytes(value.slice('whsec_'.length)) : -1;
  return bytes >= 24 && bytes <= 64;
};

/** The address is looked at on its own as well: the parser alone takes 10/8 for 0.0.0.10/8. */
const isNetwork = (text: string): boolean => isIP(text.split('/')[0] ?? '') !== 0 && ipaddr.isValidCIDR(text);

const networks = rule(
  (value) => listOf(value).every(isNetwork),
  'must be networks in CIDR notation, separated by commas, such as 10.0.0.0/8,fd00::/8',
).transform(listOf);

function listOf(value: string): string[] {
  return value.split(',').map((item) => item.trim()).filter((item) => item !== '');
}

/**
 * Every setting under the name that operators know it by, each with its rule. `.env.example` lists the same names;
 * the messages follow the name in an error and never repeat the value, which may be a secret.
 */
export const settingsSchema = z
  .object({
    PORT: rule((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, 'must be a whole number from 0 to 65535')
      .transform(Number)
      .default(3000),
    HOST: rule((value) => !/[\s/]/.test(value), 'must be a host name or an IP address').default('127.0.0.1'),
    DATA_DIR: z.string().default('./data'),
    EVENT_STORE_URL: eventStoreUrl.optional(),
    READ_STORE_URL: readStoreUrl.optional(),
    BROKER_URL: brokerUrl.optional(),
    BLOB_STORE_URL: blobStoreUrl.optional(),
    CASETRAIL_CLIENT_ID: z.guid('must be a UUID').toLowerCase().optional(),
    CASETRAIL_CLIENT_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
    CASETRAIL_WEBHOOK_SECRET: rule(isWebhookSecret, 'must be "whsec_" followed by 24 to 64 bytes in base64').optional(),
    CASETRAIL_MASTER_KEY: rule((value) => base64Bytes(value) === 32, 'must be 32 bytes in base64')
      .transform((value) => Buffer.from(value, 'base64'))
      .optional(),
    CASETRAIL_URL: httpUrl.optional(),
    PUBLIC_URL: httpUrl.optional(),
    RATE_LIMIT: rule((value) => /^\d{1,6}$/.test(value), 'must be a whole number from 0 to 999999')
      .transform(Number)
      .default(10_000),
    TRUSTED_PROXIES: networks.default(['127.0.0.0/8', '::1/128']),
    WEBHOOK_ALLOWED_NETWORKS: networks.default([]),
    SALESFORCE_CONNECTIONS_FILE: z.string().optional(),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be one of fatal, error, warn, info, debug, trace, silent')
      .default('info'),
    LOG_FORMAT: z.enum(['json', 'pretty'], 'must be json or pretty').optional(),
  })
  .superRefine((values, context) => {
    if ((values.CASETRAIL_CLIENT_ID === undefined) === (values.CASETRAIL_CLIENT_SECRET === undefined)) return;
    const missing = values.CASETRAIL_CLIENT_ID === undefined ? 'CASETRAIL_CLIENT_ID' : 'CASETRAIL_CLIENT_SECRET';
    context.addIssue({
      code: 'custom',
      path: [missing],
      message: 'is missing: CASETRAIL_CLIENT_ID and CASETRAIL_CLIENT_SECRET are set together or not at all',
    });
  });

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(settingsSchema.shape);
