import { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';

/**
 * What servers answer that stop, take over from each other, or cannot reach a majority: the codes after which drivers try
 * again ("Retryable Reads" and "Retryable Writes" in MongoDB's driver specifications), and those of time that ran out.
 */
const OUTAGE_CODES: ReadonlySet<unknown> = new Set([
  6, 7, 50, 64, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);

/** Errors of the driver for a server that it has given up, for a connection that nobody gave back, and for a store that is closed. */
const OUTAGE_NAMES: ReadonlySet<string> = new Set([
  'MongoServerSelectionError',
  'MongoWaitQueueTimeoutError',
  'MongoClientClosedError',
  'MongoTopologyClosedError',
  'MongoNotConnectedError',
]);

/** Asks the store something. @throws StoreUnavailableError when it does not answer. */
export async function reading<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const cause = causeOf(error);
    throw isOutage(cause) ? new StoreUnavailableError(`The read store does not answer: ${cause.message}`, { cause }) : error;
  }
}

/**
 * Writes something. After an error it may be stored or not, or be stored later, when a frozen server goes on with what
 * it had received. That is harmless: every write is guarded by what it replaces, and whoever wrote reads again what there is
 * before it writes anew.
 *
 * @throws UnknownOutcomeError when the answer did not come, or says that no majority has it yet. The driver tries a second time
 *   by itself, and does not say what became of the first when it finds nobody to send the second to.
 */
export async function writing<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const cause = causeOf(error);
    throw isOutage(cause) ? new UnknownOutcomeError(`The read store did not say that it has written: ${cause.message}`, { cause }) : error;
  }
}

/** The driver wraps what interrupts a bulk write in an error of its own, which has neither its type nor its code. */
const causeOf = (error: unknown): unknown =>
  error instanceof MongoBulkWriteError && error.errorResponse instanceof Error ? error.errorResponse : error;

function isOutage(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error instanceof MongoBulkWriteError) {
    return error.result.getWriteConcernError() !== undefined || [error.writeErrors].flat().some(({ code }) => OUTAGE_CODES.has(code));
  }
  if (error instanceof MongoServerError) return error instanceof MongoWriteConcernError || OUTAGE_CODES.has(error.code);
  // `mongodb+srv:` asks the name server first, and what goes wrong there comes as an error of Node.
  return error instanceof MongoNetworkError || OUTAGE_NAMES.has(error.name) || 'syscall' in error;
}
