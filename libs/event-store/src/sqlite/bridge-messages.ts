import {
  type AppendResult,
  type ExpectedRevision,
  StoreUnavailableError,
  UnknownOutcomeError,
  WrongExpectedRevisionError,
} from '#event-sourcing';
import type { EncodedAppend } from '../encoded-append.js';
import { messageOf } from './sqlite-error.js';

/** An append that a connected thread asks for; `ask` numbers what it asks. */
export interface Ask {
  readonly ask: number;
  readonly append: EncodedAppend;
}

/** What the owner says: that there was a commit, or what became of an append. */
export type Word = { readonly committed: true } | Answer;

export type Answer =
  | { readonly ask: number; readonly result: AppendResult }
  | { readonly ask: number; readonly error: SentError };

/** An error in a form that keeps its class on its way to another thread. */
export type SentError =
  | { readonly name: 'conflict'; readonly stream: string; readonly expected: ExpectedRevision; readonly actual: number | 'no-stream' }
  | { readonly name: 'unavailable' | 'unknown' | 'other'; readonly message: string };

export function sentError(error: unknown): SentError {
  if (error instanceof WrongExpectedRevisionError) {
    return { name: 'conflict', stream: error.stream, expected: error.expected, actual: error.actual };
  }
  const name = error instanceof StoreUnavailableError ? 'unavailable' : error instanceof UnknownOutcomeError ? 'unknown' : 'other';
  return { name, message: messageOf(error) };
}

export function receivedError(error: SentError): Error {
  switch (error.name) {
    case 'conflict':
      return new WrongExpectedRevisionError(error.stream, error.expected, error.actual);
    case 'unavailable':
      return new StoreUnavailableError(error.message);
    case 'unknown':
      return new UnknownOutcomeError(error.message);
    case 'other':
      return new Error(error.message);
  }
}
