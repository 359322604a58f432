import { OutboundError, type OutboundResponse } from '#outbound';
import type { AttemptResult } from './delivery.channel.js';

type Failure = Extract<AttemptResult, { delivered: false }>;

/**
 * A request without an answer, as a result. A refused address is tried again like an outage: names get new addresses.
 * @throws the error itself when it is no outage.
 */
export function unanswered(error: unknown): Failure {
  if (!(error instanceof OutboundError) || error.kind === 'aborted') throw error;
  return { delivered: false, reason: error.kind.replaceAll('-', '_'), permanent: error.kind === 'invalid-url' };
}

/** An answer that says no, as a result. */
export function refused(response: OutboundResponse, permanent: boolean, now: number): Failure {
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'], now);
  return {
    delivered: false,
    reason: `http_${response.status}`,
    status: response.status,
    permanent,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** True for the statuses that say yes. A redirect does not. */
export const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** `Retry-After` (RFC 9110, section 10.2.3) in milliseconds from now; undefined when it is absent, past or unreadable. */
function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return milliseconds > 0 ? milliseconds : undefined;
}
