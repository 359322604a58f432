import type { handleServerStreamingCall } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { eventAnswer, noticeAnswer, streamNotFoundAnswer } from './answers.js';
import { asRpcError, type Calls } from './calls.js';
import { serverFilter } from './event-filter.js';
import { Outlet } from './outlet.js';
import { readAll } from './read-all.js';
import { type ReadRequest, readRequestOf } from './read-request.js';
import { readStream, StreamNotFoundError } from './read-stream.js';
import { type Notices, subscribeToAll, subscribeToStream } from './subscribe.js';
import type { LogEvent } from './stored-event.js';

/** Read: events of a stream or of `$all`, once or for ever. */
export const readCall =
  (calls: Calls): handleServerStreamingCall<ReadReq, ReadResp> =>
  (call) => {
    const outlet = new Outlet(call, calls.faults);
    const stop = calls.follows((error) => {
      outlet.fail(error);
    });
    serve(calls, call.request, outlet)
      .then(
        () => {
          outlet.end();
        },
        (error: unknown) => {
          outlet.fail(asRpcError(error));
        },
      )
      .finally(stop);
  };

async function serve(calls: Calls, message: ReadReq, outlet: Outlet): Promise<void> {
  const refusal = calls.faults.refusal('read');
  if (refusal) throw refusal;
  const request = readRequestOf(message);
  if (request.count === undefined) {
    for await (const notices of follow(calls, request, outlet.signal)) await outlet.send(notices, noticeAnswer);
    return;
  }
  try {
    for await (const events of pagesOf(calls, request, request.count)) {
      await outlet.send(events, eventAnswer);
      if (outlet.signal.aborted) return;
    }
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
    await outlet.send([request.stream ?? ''], streamNotFoundAnswer);
  }
}

function pagesOf({ log, states, now }: Calls, { stream, filter, ...options }: ReadRequest, count: number): AsyncIterable<LogEvent[]> {
  return stream === undefined
    ? readAll(log, { ...options, count, ...(filter && { filter: serverFilter(filter) }) })
    : readStream(log, states, now, { ...options, count, stream });
}

function follow({ log, states, now }: Calls, { stream, from, filter }: ReadRequest, signal: AbortSignal): Notices {
  return stream === undefined
    ? subscribeToAll(log, from, filter && serverFilter(filter), signal)
    : subscribeToStream(log, states, now, { stream, from }, signal);
}
