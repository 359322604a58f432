import type { AppendResult } from '#event-sourcing';
import type { EncodedAppend } from '../encoded-append.js';

/** Where a store sends its appends: to its own group commit, or to the thread that has one. */
export interface Appends {
  /** As `EventStore.append`. */
  append(append: EncodedAppend): Promise<AppendResult>;
  /** Takes no more appends, and resolves when those under way are answered. */
  close(): Promise<void>;
}
