import { convertToCommandError, isCommandError, NotLeaderError } from '@eventstore/db-client';
import { StoreUnavailableError } from '#event-sourcing';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether a call failed, as opposed to the code around it. */
export const isCallError = (error: unknown): error is Error =>
  error instanceof Error && (isCommandError(error) || ('code' in error && typeof error.code === 'number' && 'details' in error));

/** Whether the node that was asked says that another one leads. The client goes there with its next call. */
export const isNotLeader = (error: unknown): boolean => isCallError(error) && convertToCommandError(error) instanceof NotLeaderError;

/** What a failed read means to whoever asked. */
export const asUnavailable = (error: unknown): unknown =>
  isCallError(error) ? new StoreUnavailableError(`The event store cannot be read: ${messageOf(error)}.`, { cause: error }) : error;
