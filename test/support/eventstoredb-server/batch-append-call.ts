import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { MAX_APPEND_SIZE } from './append-call.js';
import { badRequest, batchAnswer, batchError, maximumSizeExceeded, statusOfFailure, timedOut } from './batch-answers.js';
import { asRpcError, type Calls } from './calls.js';
import { type PendingAppend, PendingAppends } from './pending-appends.js';
import type { RpcError } from './rpc-error.js';

/**
 * BatchAppend, the client's usual way: a stream of appends in parts, told apart by their correlation ids, and a stream
 * of answers in any order. What is wrong with one append is told in its answer; a leader elsewhere ends the whole call.
 */
export const batchAppendCall =
  (calls: Calls): handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> =>
  (call) => {
    const batch = new Batch(calls, call);
    call.on('data', (request: BatchAppendReq) => {
      batch.receive(request);
    });
    call.on('end', () => {
      batch.close();
    });
    call.on('cancelled', () => {
      batch.forget();
    });
  };

class Batch {
  private readonly pending = new PendingAppends((id, { stream }) => {
    this.answer(batchError(id, stream, timedOut()));
  });
  private unanswered = 0;
  private closing = false;

  constructor(
    private readonly calls: Calls,
    private readonly call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  ) {}

  receive(request: BatchAppendReq): void {
    const id = request.getCorrelationId()?.getString() ?? '';
    try {
      this.take(id, request);
    } catch (error) {
      this.pending.drop(id);
      this.answer(batchError(id, request.getOptions()?.getStreamIdentifier(), badRequest(asRpcError(error).details)));
    }
  }

  /** The client has said all; the call ends with the last answer. */
  close(): void {
    this.closing = true;
    this.endWhenAnswered();
  }

  /** Nobody waits for an answer any more. */
  forget(): void {
    this.pending.dropAll();
  }

  private take(id: string, request: BatchAppendReq): void {
    const progress = this.pending.take(id, request);
    switch (progress.kind) {
      case 'waiting':
        return;
      case 'too-late':
        this.answer(batchError(id, progress.append.stream, timedOut()));
        return;
      case 'too-large':
        this.answer(batchError(id, progress.append.stream, maximumSizeExceeded(MAX_APPEND_SIZE)));
        return;
      case 'complete':
        void this.write(id, progress.append);
    }
  }

  private async write(id: string, { stream, expected, events }: PendingAppend): Promise<void> {
    this.unanswered += 1;
    try {
      const outcome = await this.calls.write(this.call, () => this.calls.writer.append(stream, expected, events));
      if (outcome) this.answer(batchAnswer(id, stream, expected, outcome));
    } catch (error) {
      this.fail(id, stream, asRpcError(error));
    } finally {
      this.unanswered -= 1;
      this.endWhenAnswered();
    }
  }

  private fail(id: string, stream: string, error: RpcError): void {
    const status = statusOfFailure(error);
    if (status) this.answer(batchError(id, stream, status));
    else this.call.emit('error', error);
  }

  private answer(answer: BatchAppendResp): void {
    if (!this.call.cancelled && this.call.writable) this.call.write(answer);
  }

  private endWhenAnswered(): void {
    if (this.closing && this.unanswered === 0) this.call.end();
  }
}
