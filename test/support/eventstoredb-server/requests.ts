import type { UUID, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendReq, ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { FilterRequest } from './event-filter.js';
import type { Direction } from './log.js';
import { type LogPosition, type Place, placeOf } from './position.js';
import { ReadReq as ReadReqMessage } from './protocol.js';
import { invalidArgument, invalidPosition, requiredMetadataPropertyMissing } from './rpc-error.js';
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

export interface ReadRequest {
  /** Undefined for the whole log. */
  readonly stream?: string;
  /** A revision of the stream, or a place in the log. */
  readonly from: number | 'start' | 'end';
  readonly direction: Direction;
  /** Undefined for a subscription. */
  readonly count?: number;
  readonly filter?: FilterRequest;
}

/** @throws RpcError for a combination that there is not, or a position where no record stands. */
export function readRequestOf(request: ReadReq): ReadRequest {
  const options = request.getOptions();
  if (options?.getUuidOption()?.hasString() !== true) throw invalidArgument('This stand-in gives UUIDs as strings only.');
  const direction = options.getReadDirection() === ReadReqMessage.Options.ReadDirection.FORWARDS ? 'forwards' : 'backwards';
  if (options.hasSubscription() && direction === 'backwards') throw invalidArgument('A subscription goes forwards.');
  const filter = filterOf(options.getFilter());
  const stream = options.getStream();
  if (stream && filter) throw invalidArgument('Only $all is filtered.');
  return {
    direction,
    ...(options.hasSubscription() ? {} : { count: Number(options.getCount()) }),
    ...(stream ? { stream: streamNameOf(stream.getStreamIdentifier()), from: revisionOf(stream) } : { from: placeIn(options.getAll()) }),
    ...(filter && { filter }),
  };
}

function revisionOf(stream: ReadReq.Options.StreamOptions): number | 'start' | 'end' {
  if (stream.hasRevision()) return Number(stream.getRevision());
  return stream.hasEnd() ? 'end' : 'start';
}

function placeIn(all: ReadReq.Options.AllOptions | undefined): Place | 'start' | 'end' {
  if (all?.hasEnd()) return 'end';
  const message = all?.getPosition();
  if (message === undefined) return 'start';
  const position: LogPosition = { commit: BigInt(message.getCommitPosition()), prepare: BigInt(message.getPreparePosition()) };
  const place = placeOf(position);
  if (place === undefined) throw invalidPosition();
  return place;
}

function filterOf(filter: ReadReq.Options.FilterOptions | undefined): FilterRequest | undefined {
  if (filter === undefined) return undefined;
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType();
  if (expression === undefined) throw invalidArgument('A filter is by stream or by type.');
  return {
    on: byStream ? 'stream' : 'type',
    prefixes: expression.getPrefixList(),
    regex: expression.getRegex(),
    checkpointIntervalMultiplier: filter.getCheckpointintervalmultiplier(),
    ...(filter.hasMax() && { window: filter.getMax() }),
  };
}
