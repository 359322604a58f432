import type { handleUnaryCall } from '@grpc/grpc-js';
import type { DeleteReq, DeleteResp as DeleteRespMessage, TombstoneReq, TombstoneResp as TombstoneRespMessage } from '@eventstore/db-client/generated/streams_pb.js';
import { at } from './answers.js';
import { asRpcError, type Calls } from './calls.js';
import type { Place } from './position.js';
import { DeleteResp, Empty, TombstoneResp } from './protocol.js';
import { expectedVersionOf, streamNameOf, versionNumberOf } from './requests.js';
import { invalidArgument, streamDeleted, wrongExpectedVersion } from './rpc-error.js';
import type { ExpectedVersion, WriteOutcome } from './stream-writer.js';

/** Delete: the stream's events are hidden until it is written to again. */
export const deleteCall =
  (calls: Calls): handleUnaryCall<DeleteReq, DeleteRespMessage> =>
  (call, callback) => {
    const done = (place: Place | undefined): void => {
      const answer = new DeleteResp();
      callback(null, place === undefined ? answer.setNoPosition(new Empty()) : answer.setPosition(at(new DeleteResp.Position(), place)));
    };
    deletion(calls, call, (stream, expected) => calls.writer.delete(stream, expected)).then(done, (error: unknown) => {
      callback(asRpcError(error));
    });
  };

/** Tombstone: the stream ends for ever. */
export const tombstoneCall =
  (calls: Calls): handleUnaryCall<TombstoneReq, TombstoneRespMessage> =>
  (call, callback) => {
    const done = (place: Place | undefined): void => {
      const answer = new TombstoneResp();
      callback(null, place === undefined ? answer.setNoPosition(new Empty()) : answer.setPosition(at(new TombstoneResp.Position(), place)));
    };
    deletion(calls, call, (stream, expected) => calls.writer.tombstone(stream, expected)).then(done, (error: unknown) => {
      callback(asRpcError(error));
    });
  };

type Deletion = { readonly request: DeleteReq | TombstoneReq; getPeer(): string };

async function deletion(
  calls: Calls,
  call: Deletion,
  write: (stream: string, expected: ExpectedVersion) => Promise<WriteOutcome>,
): Promise<Place | undefined> {
  const options = call.request.getOptions();
  if (options === undefined) throw invalidArgument('Options are required.');
  const stream = streamNameOf(options.getStreamIdentifier());
  const expected = expectedVersionOf(options, options.hasRevision() ? options.getRevision() : undefined);
  const outcome = await calls.write(call, () => write(stream, expected));
  if (outcome?.kind === 'deleted') throw streamDeleted(stream);
  if (outcome?.kind === 'wrong-version') throw wrongExpectedVersion('Delete', stream, versionNumberOf(expected), outcome.current);
  return outcome?.place;
}
