import type { AllStreamResolvedEvent, AllStreamSubscription } from '@eventstore/db-client';
import { type Position, StoreUnavailableError } from '#event-sourcing';
import { asUnavailable } from './errors.js';
import { type LogPosition, toPosition } from './position.js';
import type { ReadEvent } from './recorded-event.js';

/** What the server says of a subscription, beside its events. */
export type Remark =
  /** Everything up to this position was looked at; said so many times since the remark before. */
  | { readonly kind: 'checkpoint'; readonly position: Position; readonly times: number }
  | { readonly kind: 'caught-up' }
  | { readonly kind: 'fell-behind' };

export type Notice = { readonly kind: 'event'; readonly event: ReadEvent } | Remark;

/**
 * What a subscription says, in the order in which the server said it. The client hands out events from a buffer, but remarks
 * at once, when the events before them may still be in there; here each waits for its turn. Nothing is handed out before
 * it is asked for, and when the buffer is full the server waits.
 */
export class Feed {
  private readonly source: AllStreamSubscription;
  private confirmed = false;
  /** Remarks, and how many events come before each. */
  private readonly remarks: { readonly behind: number; readonly remark: Remark }[] = [];
  private taken = 0;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;

  /**
   * @param subscribe begins the subscription; is given what is to be told of each checkpoint.
   * @param stop ends it.
   */
  constructor(
    subscribe: (checkpointReached: (position: LogPosition) => void) => AllStreamSubscription,
    private readonly stop: AbortSignal,
  ) {
    this.source = subscribe((position) => {
      this.note({ kind: 'checkpoint', position: toPosition(position), times: 1 });
    });
    this.source.on('confirmation', () => {
      this.confirmed = true;
      this.wake();
    });
    this.source.on('readable', () => {
      this.wake();
    });
    this.source.on('caughtUp', () => {
      this.note({ kind: 'caught-up' });
    });
    this.source.on('fellBehind', () => {
      this.note({ kind: 'fell-behind' });
    });
    this.source.on('error', (error) => {
      this.fail(error);
    });
    this.source.on('end', () => {
      this.fail(new StoreUnavailableError('The event store ended the subscription.'));
    });
    stop.addEventListener('abort', this.stopped);
  }

  /** What comes next, as far as it is here. */
  take(): Notice | undefined {
    const [next] = this.remarks;
    if (next !== undefined && next.behind <= this.taken) {
      this.remarks.shift();
      return next.remark;
    }
    for (;;) {
      const resolved = this.source.read() as AllStreamResolvedEvent | null;
      if (resolved === null) return undefined;
      this.taken += 1;
      if (resolved.event) return { kind: 'event', event: resolved.event };
    }
  }

  /** Whether nothing is here that was not taken. */
  get drained(): boolean {
    return this.source.readableLength === 0 && this.remarks.length === 0;
  }

  /**
   * Waits for more, or for the subscription to be stopped.
   *
   * @throws what ended it, once all that came before was taken.
   */
  async more(): Promise<void> {
    if (this.drained && this.goesOn) await this.woken();
    if (this.drained && this.failure !== undefined) throw this.failure;
  }

  /**
   * Waits until the server has said that it has begun: one that does not answer would be waited for in vain, so that the
   * subscription fails.
   *
   * @param deadline in milliseconds.
   */
  async begun(deadline: number): Promise<void> {
    const timeout = setTimeout(() => {
      this.fail(new StoreUnavailableError('The event store did not begin a subscription in time.'));
    }, deadline);
    try {
      while (!this.confirmed && this.goesOn) await this.woken();
    } finally {
      clearTimeout(timeout);
    }
  }

  close(): void {
    this.stop.removeEventListener('abort', this.stopped);
    this.source.destroy();
    this.source.unsubscribe().catch(() => undefined);
  }

  private readonly stopped = (): void => {
    this.wake();
  };

  private note(remark: Remark): void {
    const behind = this.taken + this.source.readableLength;
    const last = this.remarks.at(-1);
    // Whoever is slow hears of many checkpoints in a row as of one.
    if (remark.kind === 'checkpoint' && last?.behind === behind && last.remark.kind === 'checkpoint') {
      const position = remark.position > last.remark.position ? remark.position : last.remark.position;
      this.remarks.splice(-1, 1, { behind, remark: { ...remark, position, times: last.remark.times + 1 } });
    } else {
      this.remarks.push({ behind, remark });
    }
    this.wake();
  }

  private get goesOn(): boolean {
    return this.failure === undefined && !this.stop.aborted;
  }

  private woken(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }

  private fail(error: Error): void {
    this.failure ??= asUnavailable(error);
    this.wake();
  }
}
