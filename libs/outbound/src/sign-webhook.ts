import { createHmac, timingSafeEqual } from 'node:crypto';

/** A webhook's message, as it is signed: Standard Webhooks 1.0. */
export interface WebhookMessage {
  /** The header `webhook-id`. */
  readonly id: string;
  /** The header `webhook-timestamp`: seconds since the Unix epoch. */
  readonly timestamp: number;
  /** The body, byte for byte. */
  readonly body: string;
}

/** What a receiver got. */
export interface ReceivedWebhook {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  /** The header `webhook-signature`. */
  readonly signature: string | undefined;
  readonly body: string;
}

export type WebhookVerdict = 'valid' | 'missing_header' | 'bad_timestamp' | 'too_old' | 'too_new' | 'wrong_signature';

/** How far a receiver's clock and ours may be apart, and how long a message may be on its way. */
const TOLERANCE_SECONDS = 300;

const PREFIX = 'whsec_';

/**
 * The header `webhook-signature`: one signature for each secret, so that receivers that know only the old or only the
 * new one can both verify while a secret is being changed.
 *
 * @param secrets `whsec_` followed by the key in base64.
 */
export const signWebhook = (message: WebhookMessage, secrets: readonly string[]): string =>
  secrets.map((secret) => signature(message, secret)).join(' ');

/**
 * Whether a webhook is what Casetrail sent, and fresh.
 * @param now milliseconds since the Unix epoch.
 */
export function verifyWebhook(received: ReceivedWebhook, secrets: readonly string[], now: number): WebhookVerdict {
  const { id, body } = received;
  if (!id || !received.timestamp || !received.signature) return 'missing_header';
  if (!/^\d{1,12}$/.test(received.timestamp)) return 'bad_timestamp';
  const timestamp = Number(received.timestamp);
  const given = received.signature.split(' ');
  const expected = secrets.map((secret) => signature({ id, timestamp, body }, secret));
  if (!expected.some((right) => given.some((one) => equalInConstantTime(one, right)))) return 'wrong_signature';
  const age = now / 1_000 - timestamp;
  if (age > TOLERANCE_SECONDS) return 'too_old';
  return age < -TOLERANCE_SECONDS ? 'too_new' : 'valid';
}

function signature({ id, timestamp, body }: WebhookMessage, secret: string): string {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

function equalInConstantTime(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
