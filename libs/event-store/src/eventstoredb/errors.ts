import { convertToCommandError, isCommandError, NotLeaderError } from '@eventstore/db-client';
import { StoreUnavailableError } from '#event-sourcing';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether the node that was asked says that another one leads. The client goes there with its next call. */
export const isNotLeader = (error: unknown): boolean => isCallError(error) && convertToCommandError(error) instanceof NotLeaderError;

/** What it means to whoever asked that the client threw: it has many kinds of errors, some of them without a class. */
export const asUnavailable = (error: unknown): StoreUnavailableError =>
  error instanceof StoreUnavailableError
    ? error
    : new StoreUnavailableError(`The event store cannot be reached or read: ${messageOf(error)}.`, { cause: error });

const isCallError = (error: unknown): error is Error =>
  error instanceof Error && (isCommandError(error) || ('code' in error && typeof error.code === 'number' && 'details' in error));
