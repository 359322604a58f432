import { Metadata, status } from '@grpc/grpc-js';

/** A call that fails, as gRPC carries it. The server's own exceptions are named in its trailers, under `exception`. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly metadata = new Metadata();

  constructor(
    readonly code: status,
    readonly details: string,
    trailers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
    for (const [name, value] of Object.entries(trailers)) this.metadata.set(name, value);
  }
}

export const streamDeleted = (stream: string): RpcError =>
  new RpcError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });

/** @param current -1 when there is no such stream. */
export const wrongExpectedVersion = (operation: string, stream: string, expected: number, current: number): RpcError =>
  new RpcError(
    status.FAILED_PRECONDITION,
    `${operation} failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${current}`,
    { exception: 'wrong-expected-version', 'stream-name': stream, 'expected-version': String(expected), 'actual-version': String(current) },
  );

export const maximumAppendSizeExceeded = (limit: number): RpcError =>
  new RpcError(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

export const requiredMetadataPropertyMissing = (property: string): RpcError =>
  new RpcError(status.INVALID_ARGUMENT, `Required Metadata Property '${property}' is missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

/** The answer of a node that is not the leader, to what only the leader does. */
export const notLeader = (leader: { readonly host: string; readonly port: number }): RpcError =>
  new RpcError(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': leader.host,
    'leader-endpoint-port': String(leader.port),
  });

const NOT_READY = 'Server Is Not Ready';

/** The answer of a node that starts or shuts down. */
export const serverNotReady = (): RpcError => new RpcError(status.UNAVAILABLE, NOT_READY);
export const isNotReady = ({ details }: RpcError): boolean => details === NOT_READY;

/** What stands before a server says, or the client itself, when the server cannot be reached. */
export const unreachable = (): RpcError => new RpcError(status.UNAVAILABLE, 'upstream connect error or disconnect/reset before headers');

export const unexpected = (): RpcError => new RpcError(status.UNKNOWN, 'Unexpected error');

export const operationTimedOut = (): RpcError => new RpcError(status.ABORTED, 'Operation timed out');

export const invalidPosition = (): RpcError => new RpcError(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');

export const invalidArgument = (details: string): RpcError => new RpcError(status.INVALID_ARGUMENT, details);
