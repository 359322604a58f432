import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.js';

/** An address that a host name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Finds the addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** No address of the host may be talked to. It does not say which it has: that is for insiders to know. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

/** The host's name could not be resolved. */
export class ResolutionError extends Error {
  override readonly name = 'ResolutionError';
}

export interface GuardedConnectOptions {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  readonly connectTimeoutMs: number;
}

/**
 * Opens connections to permitted addresses only. The check stands between the resolution and the connection, on the
 * very addresses that are connected to: a name that answers differently the next time (DNS rebinding) gains nothing.
 */
export function guardedConnect(options: GuardedConnectOptions): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    allowH2: false,
    autoSelectFamily: true,
    lookup: guardedLookup(options),
  });
  return (target, callback) => {
    // For a host that is an address already nothing is looked up.
    if (isIP(target.hostname) && !options.policy(target.hostname)) callback(new RefusedAddressError(), null);
    else connect(target, callback);
  };
}

const guardedLookup = ({ policy, resolve }: GuardedConnectOptions): LookupFunction => (hostname, wanted, callback) => {
  resolve(hostname).then(
    (addresses) => {
      const permitted = addresses.filter(({ address }) => policy(address));
      const [first] = permitted;
      if (addresses.length === 0) callback(new ResolutionError(), []);
      else if (first === undefined) callback(new RefusedAddressError(), []);
      else if (wanted.all === true) callback(null, [...permitted]);
      else callback(null, first.address, first.family);
    },
    () => {
      callback(new ResolutionError(), []);
    },
  );
};
