import type { handleClientStreamingCall, sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import type { AppendReq, AppendResp as AppendRespMessage } from '@eventstore/db-client/generated/streams_pb.js';
import { at } from './answers.js';
import { AppendResp, Empty } from './protocol.js';
import { expectedVersionOf, proposedEventOf, sizeOf, streamNameOf } from './requests.js';
import { invalidArgument, maximumAppendSizeExceeded, streamDeleted } from './rpc-error.js';
import type { ProposedEvent } from './stored-event.js';
import type { ExpectedVersion, WriteOutcome } from './stream-writer.js';
import { asRpcError, type Calls } from './calls.js';

/** Append: a stream of requests, the options first and then one event each, and one answer. */
export const appendCall =
  (calls: Calls): handleClientStreamingCall<AppendReq, AppendRespMessage> =>
  (call, callback) => {
    collect(call)
      .then(({ stream, expected, events }) =>
        calls.write(call, () => calls.writer.append(stream, expected, events)).then((outcome) => {
          if (outcome) answer(stream, expected, outcome, callback);
        }),
      )
      .catch((error: unknown) => {
        callback(asRpcError(error));
      });
  };

interface Append {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  readonly events: readonly ProposedEvent[];
}

async function collect(call: ServerReadableStream<AppendReq, AppendRespMessage>): Promise<Append> {
  let target: Omit<Append, 'events'> | undefined;
  let size = 0;
  const events: ProposedEvent[] = [];
  for await (const request of call as AsyncIterable<AppendReq>) {
    const options = request.getOptions();
    const message = request.getProposedMessage();
    if (options) {
      const revision = options.hasRevision() ? options.getRevision() : undefined;
      target = { stream: streamNameOf(options.getStreamIdentifier()), expected: expectedVersionOf(options, revision) };
    } else if (message) {
      const event = proposedEventOf(message);
      size += sizeOf(event);
      events.push(event);
    }
  }
  if (target === undefined) throw invalidArgument('An append begins with its options.');
  if (size > MAX_APPEND_SIZE) throw maximumAppendSizeExceeded(MAX_APPEND_SIZE);
  return { ...target, events };
}

/** A server's default, in bytes. */
export const MAX_APPEND_SIZE = 1024 * 1024;

function answer(stream: string, expected: ExpectedVersion, outcome: WriteOutcome, callback: sendUnaryData<AppendRespMessage>): void {
  switch (outcome.kind) {
    case 'deleted':
      callback(streamDeleted(stream));
      return;
    case 'wrong-version':
      callback(null, new AppendResp().setWrongExpectedVersion(wrongVersion(expected, outcome.current)));
      return;
    case 'written': {
      const { revision, place } = outcome;
      const success = new AppendResp.Success();
      if (revision < 0) success.setNoStream(new Empty());
      else success.setCurrentRevision(String(revision));
      if (place === undefined) success.setNoPosition(new Empty());
      else success.setPosition(at(new AppendResp.Position(), place));
      callback(null, new AppendResp().setSuccess(success));
    }
  }
}

function wrongVersion(expected: ExpectedVersion, current: number): AppendRespMessage.WrongExpectedVersion {
  const message = new AppendResp.WrongExpectedVersion();
  if (current < 0) message.setCurrentNoStream(new Empty());
  else message.setCurrentRevision(String(current));
  if (typeof expected === 'number') message.setExpectedRevision(String(expected));
  else if (expected === 'no-stream') message.setExpectedNoStream(new Empty());
  else if (expected === 'stream-exists') message.setExpectedStreamExists(new Empty());
  else message.setExpectedAny(new Empty());
  return message;
}
