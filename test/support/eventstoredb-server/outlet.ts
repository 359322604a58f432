import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Faults } from './faults.js';
import type { RpcError } from './rpc-error.js';

/** What flows to one reader, no faster than the reader takes it. */
export class Outlet {
  private readonly closed = new AbortController();
  private drained: (() => void) | undefined;

  constructor(
    private readonly call: ServerWritableStream<ReadReq, ReadResp>,
    private readonly faults: Faults,
  ) {
    call.on('drain', () => this.drained?.());
    call.on('cancelled', () => {
      this.close();
    });
  }

  /** Aborted when nobody reads any more. */
  get signal(): AbortSignal {
    return this.closed.signal;
  }

  /** Resolves when there is room for more, or nobody to read it. */
  async send<Item>(items: readonly Item[], answer: (item: Item) => ReadResp): Promise<void> {
    if (this.faults.obstacle) await this.faults.obstacle;
    for (const item of items) {
      if (this.closed.signal.aborted) return;
      if (this.call.write(answer(item))) continue;
      await new Promise<void>((resolve) => {
        this.drained = resolve;
      });
    }
  }

  end(): void {
    if (this.close()) this.call.end();
  }

  fail(error: RpcError): void {
    if (this.close()) this.call.emit('error', error);
  }

  /** @returns whether it was open until now. */
  private close(): boolean {
    if (this.closed.signal.aborted) return false;
    this.closed.abort();
    this.drained?.();
    return true;
  }
}
