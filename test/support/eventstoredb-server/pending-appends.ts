import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { MAX_APPEND_SIZE } from './append-call.js';
import { expectedVersionOf, proposedEventOf, sizeOf, streamNameOf } from './requests.js';
import type { ProposedEvent } from './stored-event.js';
import type { ExpectedVersion } from './stream-writer.js';

/** An append whose events are coming, or have all come. */
export interface PendingAppend {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  readonly events: ProposedEvent[];
}

/** What is to be done after a part of an append has come. */
export type Progress =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'complete' | 'too-large' | 'too-late'; readonly append: PendingAppend };

interface Collected extends PendingAppend {
  size: number;
  readonly timer: NodeJS.Timeout;
}

const WAITING = { kind: 'waiting' } as const;

/** The server's own limit of the time in which the parts of an append must come, in milliseconds, whatever the deadline. */
const WRITE_TIMEOUT = 2_000;

/** The appends of one call that are in the middle of being sent, by their correlation ids. */
export class PendingAppends {
  private readonly pending = new Map<string, Collected>();

  /** @param expired told of an append whose parts have not come in time. */
  constructor(private readonly expired: (id: string, append: PendingAppend) => void) {}

  /**
   * Takes a part. What is complete or has failed is forgotten, with the parts of it that may still come.
   *
   * @throws RpcError when the part cannot be understood.
   */
  take(id: string, request: BatchAppendReq): Progress {
    const options = request.getOptions();
    const late = options && this.begin(id, options);
    if (late) return { kind: 'too-late', append: late };
    const append = this.pending.get(id);
    if (append === undefined) return WAITING;
    for (const message of request.getProposedMessagesList()) {
      const event = proposedEventOf(message);
      append.size += sizeOf(event);
      append.events.push(event);
    }
    const isTooLarge = append.size > MAX_APPEND_SIZE;
    if (!isTooLarge && !request.getIsFinal()) return WAITING;
    this.drop(id);
    return { kind: isTooLarge ? 'too-large' : 'complete', append };
  }

  drop(id: string): void {
    clearTimeout(this.pending.get(id)?.timer);
    this.pending.delete(id);
  }

  dropAll(): void {
    for (const id of [...this.pending.keys()]) this.drop(id);
  }

  /** @returns the append when its deadline is over before it has begun. */
  private begin(id: string, options: BatchAppendReq.Options): PendingAppend | undefined {
    const expected = expectedVersionOf(options, options.hasStreamPosition() ? options.getStreamPosition() : undefined);
    const append = { stream: streamNameOf(options.getStreamIdentifier()), expected, events: [] };
    const deadline = options.getDeadline()?.toDate().getTime() ?? Infinity;
    const timeout = Math.min(deadline - Date.now(), WRITE_TIMEOUT);
    if (timeout <= 0) return append;
    const expire = (): void => {
      this.drop(id);
      this.expired(id, append);
    };
    this.pending.set(id, { ...append, size: 0, timer: setTimeout(expire, timeout) });
    return undefined;
  }
}
