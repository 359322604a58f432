import type { ApiVersion } from '../versions/api-version.js';
import type { Scope } from './scopes.js';

/** An OAuth client that may ask for tokens. */
export interface ClientRecord {
  readonly clientId: string;
  readonly org: string;
  /** As `hashSecret` makes it. */
  readonly secretHash: string;
  readonly scopes: readonly Scope[];
  /** The version of the API that the client speaks when a request does not say otherwise. */
  readonly apiVersion: ApiVersion;
}

/** Knows every client of every organization; asked on every request, so it answers from memory. */
export abstract class ClientDirectory {
  /** The client of this id; undefined when there is none or it was revoked. */
  abstract find(clientId: string): ClientRecord | undefined;
}
