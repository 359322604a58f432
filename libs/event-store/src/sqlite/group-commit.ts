import { type AppendResult, StoreUnavailableError, WrongExpectedRevisionError } from '#event-sourcing';
import type { Appends } from './appends.js';
import type { EncodedAppend } from '../encoded-append.js';
import type { StreamAppender } from './stream-appender.js';
import { notBegun, notCommitted, type Transaction } from './transaction.js';

/** Appends per transaction at most: the event loop gets its turn again within milliseconds, however many are waiting. */
const LARGEST_GROUP = 512;

interface Waiting {
  readonly append: EncodedAppend;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** What became of one append of a group. */
type Outcome = AppendResult | WrongExpectedRevisionError;

/**
 * Appends that are asked for in one turn of the event loop share one transaction and one flush to the disk. Each has its
 * own check: a conflict fails that append alone. The group is written at the end of the turn, in its check phase, when
 * every request that came in with the turn has had the time to ask.
 */
export class GroupCommit implements Appends {
  private waiting: Waiting[] = [];
  private closed = false;

  /** @param committed told how many events each commit has stored, after its appends were answered. */
  constructor(
    private readonly transaction: Transaction,
    private readonly appender: StreamAppender,
    private readonly committed: (events: number) => void,
  ) {}

  append(append: EncodedAppend): Promise<AppendResult> {
    if (this.closed) return Promise.reject(new StoreUnavailableError('The event store is closed.'));
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(this.commitGroup);
      this.waiting.push({ append, resolve, reject });
    });
  }

  close(): Promise<void> {
    this.closed = true;
    while (this.waiting.length > 0) this.commitGroup();
    return Promise.resolve();
  }

  private readonly commitGroup = (): void => {
    // Closing has written the group ahead of its time.
    if (this.waiting.length === 0) return;
    const group = this.waiting.slice(0, LARGEST_GROUP);
    this.waiting = this.waiting.slice(LARGEST_GROUP);
    if (this.waiting.length > 0) setImmediate(this.commitGroup);
    const before = this.appender.head;
    const outcomes = this.store(group, before);
    if (!outcomes) return;
    group.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined || outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    });
    if (this.appender.head > before) this.committed(this.appender.head - before);
  };

  /** The outcomes once they are on the disk; undefined when all of the group have been told that it failed. */
  private store(group: readonly Waiting[], before: number): Outcome[] | undefined {
    let explain: (cause: unknown) => Error = notBegun;
    try {
      this.transaction.begin();
      const outcomes = group.map(({ append }) => this.outcomeOf(append));
      explain = notCommitted;
      this.transaction.commit();
      return outcomes;
    } catch (cause) {
      this.transaction.rollBack();
      this.appender.rollBack(before);
      const error = explain(cause);
      for (const { reject } of group) reject(error);
      return undefined;
    }
  }

  private outcomeOf(append: EncodedAppend): Outcome {
    try {
      return this.appender.append(append);
    } catch (error) {
      if (error instanceof WrongExpectedRevisionError) return error;
      throw error;
    }
  }
}
