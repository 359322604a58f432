import { status } from '@grpc/grpc-js';
import type { Message } from 'google-protobuf';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Code as CodeNumber } from '@eventstore/db-client/generated/code_pb.js';
import type { StreamIdentifier, WrongExpectedVersion as WrongExpectedVersionMessage } from '@eventstore/db-client/generated/shared_pb.js';
import type { Status as StatusMessage } from '@eventstore/db-client/generated/status_pb.js';
import type { BatchAppendResp as BatchAppendRespMessage } from '@eventstore/db-client/generated/streams_pb.js';
import { at, streamIdentifier } from './answers.js';
import {
  AllStreamPosition,
  BadRequest,
  BatchAppendResp,
  Code,
  MaximumAppendSizeExceeded,
  Status,
  StreamDeleted,
  Timeout,
  Unknown,
  UUID,
  WrongExpectedVersion,
} from './protocol.js';
import { isNotReady, type RpcError } from './rpc-error.js';
import type { ExpectedVersion, WriteOutcome } from './stream-writer.js';

const { Any } = anyMessages;
const { Empty } = emptyMessages;

type Written = Extract<WriteOutcome, { kind: 'written' }>;

/** The answer to one append of a batch. */
export function batchAnswer(id: string, stream: string, expected: ExpectedVersion, outcome: WriteOutcome): BatchAppendRespMessage {
  switch (outcome.kind) {
    case 'written':
      return answerTo(id, streamIdentifier(stream)).setSuccess(success(outcome));
    case 'wrong-version':
      return batchError(id, stream, wrongVersion(expected, outcome.current));
    case 'deleted':
      return batchError(id, stream, streamDeleted(stream));
  }
}

export const batchError = (id: string, stream: string | StreamIdentifier | undefined, error: StatusMessage): BatchAppendRespMessage =>
  answerTo(id, typeof stream === 'string' ? streamIdentifier(stream) : stream).setError(error);

export const badRequest = (message: string): StatusMessage =>
  statusOf(Code.INVALID_ARGUMENT, 'BadRequest', 'event_store.client.BadRequest', new BadRequest().setMessage(message));

export const timedOut = (): StatusMessage => statusOf(Code.DEADLINE_EXCEEDED, 'Timeout', 'event_store.client.Timeout', new Timeout());

export const maximumSizeExceeded = (limit: number): StatusMessage => {
  const details = new MaximumAppendSizeExceeded().setMaxappendsize(limit);
  return statusOf(Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', 'event_store.client.MaximumAppendSizeExceeded', details);
};

/** How a failure is told in the answer of the append that failed; undefined for one that ends the whole call. */
export function statusOfFailure(error: RpcError): StatusMessage | undefined {
  switch (error.code) {
    case status.UNAVAILABLE:
      // The client does not know this answer, and says so.
      return isNotReady(error) ? statusOf(Code.OK, error.details, 'google.protobuf.Empty', new Empty()) : undefined;
    case status.NOT_FOUND:
      return undefined;
    case status.ABORTED:
      return timedOut();
    case status.INVALID_ARGUMENT:
      return badRequest(error.details);
    default:
      return statusOf(Code.UNKNOWN, 'Unknown', 'event_store.client.Unknown', new Unknown());
  }
}

const answerTo = (id: string, stream: StreamIdentifier | undefined): BatchAppendRespMessage =>
  new BatchAppendResp().setCorrelationId(new UUID().setString(id)).setStreamIdentifier(stream);

function success({ revision, place }: Written): BatchAppendRespMessage.Success {
  const message = new BatchAppendResp.Success();
  if (revision < 0) message.setNoStream(new Empty());
  else message.setCurrentRevision(String(revision));
  return place === undefined ? message.setNoPosition(new Empty()) : message.setPosition(at(new AllStreamPosition(), place));
}

const streamDeleted = (stream: string): StatusMessage => {
  const details = new StreamDeleted().setStreamIdentifier(streamIdentifier(stream));
  return statusOf(Code.NOT_FOUND, 'StreamDeleted', 'event_store.client.StreamDeleted', details);
};

function wrongVersion(expected: ExpectedVersion, current: number): StatusMessage {
  const details: WrongExpectedVersionMessage = new WrongExpectedVersion();
  if (current < 0) details.setCurrentNoStream(new Empty());
  else details.setCurrentStreamRevision(String(current));
  if (typeof expected === 'number') details.setExpectedStreamPosition(String(expected));
  else if (expected === 'no-stream') details.setExpectedNoStream(new Empty());
  else if (expected === 'stream-exists') details.setExpectedStreamExists(new Empty());
  else details.setExpectedAny(new Empty());
  return statusOf(Code.ALREADY_EXISTS, 'WrongExpectedVersion', 'event_store.client.WrongExpectedVersion', details);
}

function statusOf(number: CodeNumber, message: string, type: string, details: Message): StatusMessage {
  const any = new Any();
  any.pack(details.serializeBinary(), type);
  return new Status().setCode(number).setMessage(message).setDetails(any);
}
