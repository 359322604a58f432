import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { type AppendResult, StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import type { Appends } from './appends.js';
import { type Answer, type Ask, receivedError, type Word } from './bridge-messages.js';
import type { CommitSignal } from './commit-signal.js';
import type { EncodedAppend } from '../encoded-append.js';
import { Outbox } from './outbox.js';

interface Pending {
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/** Sends appends to the thread that owns the store, and passes on what it says about commits. */
export class BridgeClient implements Appends {
  private readonly outbox: Outbox<Ask>;
  private readonly pending = new Map<number, Pending>();
  private readonly hungUp: Promise<void>;
  private asked = 0;
  private open = true;
  private idle: () => void = () => undefined;

  constructor(
    private readonly port: MessagePort,
    private readonly commits: CommitSignal,
  ) {
    this.outbox = new Outbox(port);
    this.hungUp = once(port, 'close').then(() => {
      this.hangUp();
    });
    port.on('message', (words: readonly Word[]) => {
      this.hear(words);
    });
  }

  append(append: EncodedAppend): Promise<AppendResult> {
    if (!this.open) return Promise.reject(new StoreUnavailableError('The connection to the event store is closed.'));
    return new Promise((resolve, reject) => {
      const ask = this.asked++;
      this.pending.set(ask, { resolve, reject });
      this.outbox.put({ ask, append });
    });
  }

  async close(): Promise<void> {
    this.open = false;
    if (this.pending.size > 0) await new Promise<void>((resolve) => (this.idle = resolve));
    this.port.close();
    await this.hungUp;
  }

  private hear(words: readonly Word[]): void {
    for (const word of words) {
      if ('ask' in word) this.settle(word);
      else this.commits.announce();
    }
    if (this.pending.size === 0) this.idle();
  }

  private settle(answer: Answer): void {
    const pending = this.pending.get(answer.ask);
    this.pending.delete(answer.ask);
    if ('result' in answer) pending?.resolve(answer.result);
    else pending?.reject(receivedError(answer.error));
  }

  /** The other end is gone: whatever was asked may have been done, and nobody announces commits any more. */
  private hangUp(): void {
    for (const { reject } of this.pending.values()) {
      reject(new UnknownOutcomeError('The connection to the event store was closed before it had answered.'));
    }
    this.pending.clear();
    this.idle();
    if (this.open) this.commits.fail(new StoreUnavailableError('The connection to the event store was closed.'));
    this.open = false;
  }
}
