import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { FilterRequest } from './event-filter.js';
import type { Direction } from './log.js';
import { type Place, placeOf } from './position.js';
import { ReadReq as ReadReqMessage } from './protocol.js';
import { streamNameOf } from './requests.js';
import { invalidArgument, invalidPosition } from './rpc-error.js';

/** What a client wants to read. */
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
  const place = placeOf({ commit: BigInt(message.getCommitPosition()), prepare: BigInt(message.getPreparePosition()) });
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
