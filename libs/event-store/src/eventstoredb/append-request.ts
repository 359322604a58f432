import { randomUUID } from 'node:crypto';
import type { BatchAppendReq as Request } from '@eventstore/db-client/generated/streams_pb.js';
import type { EncodedAppend, EncodedEvent } from '../encoded-append.js';
import { BatchAppendReq, Empty, StreamIdentifier } from './protocol.js';
import { uuid } from './uuid.js';

/** Bytes of events in one message: servers take no message above four megabytes unless they are told to. */
const PART_SIZE = 1024 * 1024;

/** An append that says where the stream ends: the server's own `any` forgets what it has seen. */
export type ExpectingAppend = EncodedAppend & { readonly expected: number | 'no-stream' };

/** An append as it is sent: in parts, and answered under its id. */
export interface AppendRequest {
  readonly id: string;
  readonly parts: readonly Request[];
}

/** @throws RangeError when the expected revision is none. */
export function appendRequest({ stream, expected, events }: ExpectingAppend): AppendRequest {
  const id = randomUUID();
  const parts = inParts(events).map((part) => {
    const request = new BatchAppendReq();
    request.setCorrelationId(uuid(id));
    request.setProposedMessagesList(part.map(proposed));
    return request;
  });
  parts[0]?.setOptions(options(stream, expected));
  parts.at(-1)?.setIsFinal(true);
  return { id, parts };
}

function options(stream: string, expected: number | 'no-stream'): Request.Options {
  const options = new BatchAppendReq.Options();
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  options.setStreamIdentifier(identifier);
  if (expected === 'no-stream') options.setNoStream(new Empty());
  else if (Number.isSafeInteger(expected) && expected >= 0) options.setStreamPosition(String(expected));
  else throw new RangeError(`The last event of a stream cannot have the revision ${expected}.`);
  return options;
}

function proposed({ id, type, data, metadata }: EncodedEvent): Request.ProposedMessage {
  const message = new BatchAppendReq.ProposedMessage();
  message.setId(uuid(id));
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  message.setData(Buffer.from(data));
  message.setCustomMetadata(Buffer.from(metadata));
  return message;
}

function inParts(events: readonly EncodedEvent[]): readonly (readonly EncodedEvent[])[] {
  const parts: EncodedEvent[][] = [[]];
  let size = 0;
  for (const event of events) {
    size += event.data.length + event.metadata.length;
    if (size > PART_SIZE && parts.at(-1)?.length !== 0) {
      parts.push([]);
      size = event.data.length + event.metadata.length;
    }
    parts.at(-1)?.push(event);
  }
  return parts;
}
