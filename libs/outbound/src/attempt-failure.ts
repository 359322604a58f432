import { OutboundError, type OutboundResponse } from './outbound-http.js';

/** An attempt that did not get what it wanted, in words for the log. */
export interface AttemptFailure {
  /** Stable and machine-readable; stored in events of failed attempts. */
  readonly reason: string;
  readonly status?: number;
  /** Trying again is of no use. */
  readonly permanent: boolean;
  /** How long the server asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * A request without an answer, as a failure. A refused address is tried again like an outage: names get new addresses.
 * @throws the error itself when it is no outage.
 */
export function unanswered(error: unknown): AttemptFailure {
  if (!(error instanceof OutboundError) || error.kind === 'aborted') throw error;
  return { reason: error.kind.replaceAll('-', '_'), permanent: error.kind === 'invalid-url' };
}

/** An answer that says no, as a failure. */
export function refused(response: OutboundResponse, permanent: boolean, now: number): AttemptFailure {
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'], now);
  return {
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
