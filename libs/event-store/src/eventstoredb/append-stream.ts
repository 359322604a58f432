import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { UnknownOutcomeError } from '#event-sourcing';
import { appendRequest, type ExpectingAppend } from './append-request.js';
import { type Appended, readAnswer } from './append-answer.js';
import type { AppendCall } from './connection.js';
import { isNotLeader, messageOf } from './errors.js';
import { uuidText } from './uuid.js';

/** The node that was asked does not lead, or not any more. The identical append is to be sent to the one that does. */
export class NotLeaderError extends Error {
  override readonly name = 'NotLeaderError';
}

interface Pending {
  readonly append: ExpectingAppend;
  readonly timeout: NodeJS.Timeout;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Sends appends over one call and hands out the answers. The client has this too, but keeps what waits for an answer in one
 * place for all of its calls: one that breaks fails the appends of all others, and their answers end the process; and a
 * call that breaks while messages wait to be sent leaves rejections that nobody can handle, which end it too.
 */
export class AppendStream {
  private readonly pending = new Map<string, Pending>();
  private isOpen = true;

  constructor(private readonly call: AppendCall) {
    call.on('data', (answer: BatchAppendResp) => {
      this.settle(answer);
    });
    call.on('error', (error: Error) => {
      this.fail(error);
    });
    call.on('end', () => {
      this.fail(new Error('it ended the call'));
    });
  }

  /** Whether it takes appends. */
  get open(): boolean {
    return this.isOpen;
  }

  /**
   * Sends an append.
   *
   * @param deadline milliseconds after which an append without an answer has an unknown outcome.
   * @throws what `readAnswer` does; UnknownOutcomeError when no answer comes; NotLeaderError when another node leads.
   */
  send(append: ExpectingAppend, deadline: number): Promise<Appended> {
    const { id, parts } = appendRequest(append);
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => {
        this.pending.delete(id);
        reject(new UnknownOutcomeError(`The event store did not answer an append to ${append.stream} in time.`));
      }, deadline);
      this.pending.set(id, { append, timeout, resolve, reject });
      // What the connection cannot take is kept in memory: little, since nothing waits for longer than the deadline.
      for (const part of parts) this.call.write(part);
    });
  }

  /** Takes no more appends; the call ends when those under way are answered. */
  end(): void {
    this.isOpen = false;
    this.call.end();
  }

  private settle(answer: BatchAppendResp): void {
    const id = uuidText(answer.getCorrelationId());
    const pending = this.pending.get(id);
    // Nobody waits for an answer that comes after the deadline.
    if (!pending) return;
    this.pending.delete(id);
    clearTimeout(pending.timeout);
    try {
      pending.resolve(readAnswer(answer, pending.append));
    } catch (error) {
      // A node that cannot say may not lead any more: the next call is told where the leader is.
      if (error instanceof UnknownOutcomeError) this.end();
      pending.reject(error as Error);
    }
  }

  private fail(cause: Error): void {
    this.isOpen = false;
    const error = isNotLeader(cause)
      ? new NotLeaderError(`The event store is led by another node: ${messageOf(cause)}.`, { cause })
      : new UnknownOutcomeError(`The connection to the event store broke before it had answered: ${messageOf(cause)}.`, { cause });
    for (const { timeout, reject } of this.pending.values()) {
      clearTimeout(timeout);
      reject(error);
    }
    this.pending.clear();
  }
}
