import { StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import type { Connections } from './connections.js';
import type { Faults } from './faults.js';
import type { Log } from './log.js';
import { invalidArgument, operationTimedOut, RpcError, serverNotReady, unexpected } from './rpc-error.js';
import type { StreamStates } from './stream-states.js';
import type { StreamWriter, WriteOutcome } from './stream-writer.js';

/** What all calls work with. */
export class Calls {
  /** Ends everything that is being followed, with an error. */
  private readonly followers = new Set<(error: RpcError) => void>();
  private writing = 0;
  private idle: (() => void) | undefined;

  constructor(
    readonly log: Log,
    readonly states: StreamStates,
    readonly writer: StreamWriter,
    readonly faults: Faults,
    private readonly connections: Connections,
    readonly now: () => number,
  ) {}

  /**
   * Does a write, and whatever goes wrong with it on demand.
   *
   * @returns undefined when nobody is left to be answered.
   * @throws RpcError when it is refused on demand.
   */
  async write(call: { getPeer(): string }, write: () => Promise<WriteOutcome>): Promise<WriteOutcome | undefined> {
    const refusal = this.faults.refusal('write');
    if (refusal) throw refusal;
    this.writing += 1;
    try {
      const outcome = await write();
      if (this.faults.losesAnswer()) {
        this.connections.cut(call.getPeer());
        return undefined;
      }
      if (this.faults.obstacle) await this.faults.obstacle;
      return outcome;
    } finally {
      this.writing -= 1;
      if (this.writing === 0) this.idle?.();
    }
  }

  /** Resolves when nothing is being written. */
  async written(): Promise<void> {
    if (this.writing === 0) return;
    await new Promise<void>((resolve) => {
      this.idle = resolve;
    });
  }

  /** Lets a subscription be ended from outside; call what is returned when it has ended. */
  follows(end: (error: RpcError) => void): () => void {
    this.followers.add(end);
    return () => this.followers.delete(end);
  }

  endFollowers(error: RpcError): void {
    for (const end of [...this.followers]) end(error);
  }
}

/** How a failure of any kind is told to a client. */
export function asRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof StoreUnavailableError) return serverNotReady();
  if (error instanceof UnknownOutcomeError) return operationTimedOut();
  if (error instanceof RangeError) return invalidArgument(error.message);
  console.error(error);
  return unexpected();
}
