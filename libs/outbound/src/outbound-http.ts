/** One request to somebody else's server. */
export interface OutboundRequest {
  readonly method: 'POST' | 'PATCH';
  /** Absolute, http or https, without credentials. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For everything from the name's resolution to the body's last byte; default 10,000 ms. */
  readonly timeoutMs?: number;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

/** What the other server answered, whatever its status; a redirect is an answer like any other. */
export interface OutboundResponse {
  readonly status: number;
  /** Names in lower case; of a header that came several times, the first. */
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of the body, as text. */
  readonly body: string;
}

/**
 * Why no answer came. `invalid-url`: this URL can never be asked. `refused-address`: the host is at an address that
 * Casetrail does not talk to. `aborted`: the caller's signal. The others are the network's.
 */
export type OutboundErrorKind =
  | 'invalid-url'
  | 'refused-address'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'protocol'
  | 'aborted';

/** No answer came. The message names the host at most: paths, queries and headers may hold secrets. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  constructor(readonly kind: OutboundErrorKind, message: string) {
    super(message);
  }
}

/** The one way in which Casetrail asks servers that are not its own. */
export abstract class OutboundHttp {
  /** @throws OutboundError when no whole answer came. */
  abstract send(request: OutboundRequest): Promise<OutboundResponse>;
}
