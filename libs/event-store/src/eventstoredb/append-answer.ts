import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { StoreUnavailableError, UnknownOutcomeError, WrongExpectedRevisionError } from '#event-sourcing';
import type { ExpectingAppend } from './append-request.js';
import { isKnown, type LogPosition } from './position.js';
import { WrongExpectedVersion } from './protocol.js';

/** Where an append ends in its stream, and in the log where the server said so. */
export interface Appended {
  readonly revision: number;
  readonly position?: LogPosition;
}

const PACKAGE = 'event_store.client.';

/**
 * What the server says became of an append.
 *
 * @throws WrongExpectedRevisionError, RangeError (too large), StoreUnavailableError (not allowed) or Error (the stream was
 *   ended for ever) when nothing was stored; UnknownOutcomeError for whatever else the server says.
 */
export function readAnswer(answer: BatchAppendResp, append: ExpectingAppend): Appended {
  const success = answer.getSuccess();
  if (!success) throw refusalOf(answer, append);
  const place = success.getPosition();
  const position = place && { commit: BigInt(place.getCommitPosition()), prepare: BigInt(place.getPreparePosition()) };
  return { revision: Number(success.getCurrentRevision()), ...(isKnown(position) ? { position } : {}) };
}

function refusalOf(answer: BatchAppendResp, { stream, expected }: ExpectingAppend): Error {
  const details = answer.getError()?.getDetails();
  const reason = details?.getTypeName() ?? '';
  switch (reason) {
    case `${PACKAGE}WrongExpectedVersion`: {
      const wrong = details?.unpack((bytes) => WrongExpectedVersion.deserializeBinary(bytes), reason);
      const actual = wrong?.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : 'no-stream';
      return new WrongExpectedRevisionError(stream, expected, actual);
    }
    case `${PACKAGE}MaximumAppendSizeExceeded`:
      return new RangeError(`An append to ${stream} is larger than the event store takes.`);
    case `${PACKAGE}AccessDenied`:
      return new StoreUnavailableError('The event store does not allow the user of EVENT_STORE_URL to append.');
    case `${PACKAGE}StreamDeleted`:
      return new Error(`The stream ${stream} was ended for ever by a tombstone.`);
    default:
      return new UnknownOutcomeError(`The event store could not say whether it appended: ${reason} ${answer.getError()?.getMessage() ?? ''}.`);
  }
}
