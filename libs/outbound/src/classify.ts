import { RefusedAddressError, ResolutionError } from './guarded-connect.js';
import { OutboundError, type OutboundErrorKind } from './outbound-http.js';

const CONNECT = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EPIPE',
  'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'UND_ERR_SOCKET',
]);
const TIMEOUT = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
/** The client was closed under the request. */
const CLOSED = new Set(['UND_ERR_CLOSED', 'UND_ERR_DESTROYED']);
const TLS = /^(?:ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_|EPROTO)/;

const WORDS: Readonly<Record<OutboundErrorKind, string>> = {
  'invalid-url': 'the URL cannot be asked',
  'refused-address': 'its address is not public and not in an allowed network',
  dns: 'its name could not be resolved',
  connect: 'no connection, or it broke',
  tls: 'no secure connection could be made',
  timeout: 'no answer in time',
  protocol: 'it did not answer in HTTP',
  aborted: 'given up',
};

/** Says in our own words what the network's library threw; its own messages may hold addresses and URLs. */
export function classify(
  error: unknown,
  host: string,
  circumstances: { readonly timedOut: boolean; readonly aborted: boolean },
): OutboundError {
  const kind = circumstances.timedOut ? 'timeout' : circumstances.aborted ? 'aborted' : kindOf(error);
  return new OutboundError(kind, `${host}: ${WORDS[kind]}`);
}

function kindOf(error: unknown): OutboundErrorKind {
  if (error instanceof RefusedAddressError) return 'refused-address';
  if (error instanceof ResolutionError) return 'dns';
  const code = codeOf(error);
  if (CONNECT.has(code)) return 'connect';
  if (TIMEOUT.has(code)) return 'timeout';
  if (CLOSED.has(code)) return 'aborted';
  if (TLS.test(code)) return 'tls';
  return 'protocol';
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
