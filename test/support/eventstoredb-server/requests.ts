import type { UUID, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { invalidArgument, requiredMetadataPropertyMissing } from './rpc-error.js';
import type { ProposedEvent } from './stored-event.js';
import type { ExpectedVersion } from './stream-writer.js';

const UUID_PATTERN = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const streamNameOf = (identifier: StreamIdentifier | undefined): string => {
  if (identifier === undefined) throw invalidArgument('Required field StreamIdentifier not set.');
  return Buffer.from(identifier.getStreamName_asU8()).toString('utf8');
};

/** @throws RpcError when it is not in the form that the Node client sends. */
export function uuidOf(uuid: UUID | undefined): string {
  const id = uuid?.getString().toLowerCase() ?? '';
  if (!UUID_PATTERN.test(id)) throw invalidArgument(`'${id}' is not a valid UUID`);
  return id;
}

/** @throws RpcError when its type, its content type or a proper id is missing. */
export function proposedEventOf(message: BatchAppendReq.ProposedMessage): ProposedEvent {
  const properties = message.getMetadataMap();
  const required = (name: string): string => {
    const value = properties.get(name);
    if (value === undefined) throw requiredMetadataPropertyMissing(name);
    return value;
  };
  return {
    id: uuidOf(message.getId()),
    type: required('type'),
    contentType: required('content-type'),
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** Bytes that count towards the size of an append. */
export const sizeOf = ({ type, data, metadata }: ProposedEvent): number => 2 * type.length + data.length + metadata.length;

/** What all requests that write have in common. */
interface Expectation {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

/** @param revision what the request names the revision, if it has one. */
export function expectedVersionOf(options: Expectation, revision: string | undefined): ExpectedVersion {
  if (revision !== undefined) return Number(revision);
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  throw invalidArgument("'None' is not a valid expected revision.");
}

/** The number that stands for an expectation in the server's error texts. */
export const versionNumberOf = (expected: ExpectedVersion): number => {
  switch (expected) {
    case 'no-stream':
      return -1;
    case 'any':
      return -2;
    case 'stream-exists':
      return -4;
    default:
      return expected;
  }
};
