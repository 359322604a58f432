import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { MAX_APPEND_SIZE } from './append-call.js';
import { badRequest, batchAnswer, batchError, maximumSizeExceeded, statusOfFailure, timedOut } from './batch-answers.js';
import { asRpcError, type Calls } from './calls.js';
import { expectedVersionOf, proposedEventOf, sizeOf, streamNameOf } from './requests.js';
import type { RpcError } from './rpc-error.js';
import type { ProposedEvent } from './stored-event.js';
import type { ExpectedVersion } from './stream-writer.js';

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** An append whose events are still coming. */
interface Pending {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  readonly events: ProposedEvent[];
  size: number;
  readonly timer: NodeJS.Timeout;
}

/** The server's own limit of an append's time, in milliseconds, whatever the deadline. */
const WRITE_TIMEOUT = 2_000;

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
  private readonly pending = new Map<string, Pending>();
  private unanswered = 0;
  private closing = false;

  constructor(
    private readonly calls: Calls,
    private readonly call: Call,
  ) {}

  receive(request: BatchAppendReq): void {
    const id = request.getCorrelationId()?.getString() ?? '';
    try {
      this.take(id, request);
    } catch (error) {
      this.drop(id);
      this.answer(batchError(id, request.getOptions()?.getStreamIdentifier(), badRequest(asRpcError(error).details)));
    }
  }

  /** The client has said all; the call ends with the last answer. */
  close(): void {
    this.closing = true;
    this.endWhenAnswered();
  }

  forget(): void {
    for (const id of [...this.pending.keys()]) this.drop(id);
  }

  private take(id: string, request: BatchAppendReq): void {
    const options = request.getOptions();
    if (options) this.begin(id, options);
    const append = this.pending.get(id);
    if (append === undefined) return;
    for (const message of request.getProposedMessagesList()) {
      const event = proposedEventOf(message);
      append.size += sizeOf(event);
      append.events.push(event);
    }
    if (append.size > MAX_APPEND_SIZE) {
      this.drop(id);
      this.answer(batchError(id, append.stream, maximumSizeExceeded(MAX_APPEND_SIZE)));
    } else if (request.getIsFinal()) {
      this.drop(id);
      void this.write(id, append);
    }
  }

  private begin(id: string, options: BatchAppendReq.Options): void {
    const stream = streamNameOf(options.getStreamIdentifier());
    const expected = expectedVersionOf(options, options.hasStreamPosition() ? options.getStreamPosition() : undefined);
    const deadline = options.getDeadline()?.toDate().getTime() ?? Infinity;
    const timeout = Math.min(deadline - Date.now(), WRITE_TIMEOUT);
    const timeOut = (): void => {
      this.drop(id);
      this.answer(batchError(id, stream, timedOut()));
    };
    if (timeout <= 0) timeOut();
    else this.pending.set(id, { stream, expected, events: [], size: 0, timer: setTimeout(timeOut, timeout) });
  }

  private drop(id: string): void {
    clearTimeout(this.pending.get(id)?.timer);
    this.pending.delete(id);
  }

  private async write(id: string, { stream, expected, events }: Pending): Promise<void> {
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
