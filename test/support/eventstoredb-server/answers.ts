import type { ReadResp as ReadRespMessage } from '@eventstore/db-client/generated/streams_pb.js';
import { type Place, positionOf } from './position.js';
import { ReadResp, StreamIdentifier, UUID } from './protocol.js';
import type { LogEvent } from './stored-event.js';
import type { Notice } from './subscribe.js';

/** The revision of the event that ends a stream for ever, 2⁶³ - 1. */
const REVISION_OF_TOMBSTONE = '9223372036854775807';

/** Ticks of 100 ns. */
const TICKS_PER_MILLISECOND = 10_000n;

/** Something that carries a position. */
interface Positioned<Self> {
  setCommitPosition(value: string): Self;
  setPreparePosition(value: string): Self;
}

/** Writes the position of a place into a message. */
export function at<Message extends Positioned<Message>>(message: Message, place: Place): Message {
  const { commit, prepare } = positionOf(place);
  return message.setCommitPosition(commit.toString()).setPreparePosition(prepare.toString());
}

export const streamIdentifier = (stream: string): InstanceType<typeof StreamIdentifier> =>
  new StreamIdentifier().setStreamName(Buffer.from(stream, 'utf8'));

export function eventAnswer(event: LogEvent): ReadRespMessage {
  const recorded = at(new ReadResp.ReadEvent.RecordedEvent(), event.place)
    .setId(new UUID().setString(event.id))
    .setStreamIdentifier(streamIdentifier(event.stream))
    .setStreamRevision(event.tombstone ? REVISION_OF_TOMBSTONE : String(event.revision))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('created', (BigInt(event.createdAt) * TICKS_PER_MILLISECOND).toString())
    .set('content-type', event.contentType);
  const commit = positionOf(event.place).commit.toString();
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(commit));
}

export const streamNotFoundAnswer = (stream: string): ReadRespMessage =>
  new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream)));

export function noticeAnswer(notice: Notice): ReadRespMessage {
  switch (notice.kind) {
    case 'event':
      return eventAnswer(notice.event);
    case 'confirmed':
      return new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(notice.id));
    case 'checkpoint':
      return new ReadResp().setCheckpoint(at(new ReadResp.Checkpoint(), notice.place));
    case 'caught-up':
      return new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
  }
}
