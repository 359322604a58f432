import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from '@jest/globals';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { StoreUnavailableError, UnknownOutcomeError, WrongExpectedRevisionError } from '#event-sourcing';
import { encodeAppend } from '../encoded-append.js';
import { newEvent, newEvents } from '../testing/new-events.js';
import type { ExpectingAppend } from './append-request.js';
import { AppendStream } from './append-stream.js';
import type { AppendCall } from './connection.js';

/** A call that keeps what is sent, and says what a spec has it say. */
class FakeCall extends EventEmitter {
  readonly sent: BatchAppendReq[] = [];
  ended = false;
  write(request: BatchAppendReq): boolean {
    this.sent.push(request);
    return false;
  }
  end(): void {
    this.ended = true;
  }
}

const DEADLINE = 50;
let call: FakeCall;
let stream: AppendStream;
beforeEach(() => {
  call = new FakeCall();
  stream = new AppendStream(call as unknown as AppendCall);
});

const appendOf = (count: number): ExpectingAppend => encodeAppend('case-acme.1', 4, newEvents(count)) as ExpectingAppend;
const idOf = (index: number): UUID | undefined => call.sent[index]?.getCorrelationId();
function answer(id: UUID | undefined, change: (response: BatchAppendResp) => void): void {
  const response = new streams.BatchAppendResp();
  response.setCorrelationId(id);
  change(response);
  call.emit('data', response);
}
const succeeds = (revision: number, position?: number) => (response: BatchAppendResp): void => {
  const success = new streams.BatchAppendResp.Success();
  success.setCurrentRevision(String(revision));
  if (position !== undefined) {
    const place = new shared.AllStreamPosition();
    place.setCommitPosition(String(position));
    place.setPreparePosition(String(position));
    success.setPosition(place);
  }
  response.setSuccess(success);
};
const fails = (reason: string, bytes = new Uint8Array()) => (response: BatchAppendResp): void => {
  const status = new statuses.Status();
  status.setMessage('as the spec says');
  if (reason !== '') {
    const details = new anyMessages.Any();
    details.pack(bytes, `event_store.client.${reason}`);
    status.setDetails(details);
  }
  response.setError(status);
};

it('hands each answer to its append, in whatever order they come', async () => {
  const appends = [stream.send(appendOf(1), DEADLINE), stream.send(appendOf(1), DEADLINE), stream.send(appendOf(1), DEADLINE)];
  answer(idOf(2), succeeds(9, 900));
  answer(idOf(0), succeeds(5, 500));
  answer(idOf(1), succeeds(7));
  expect(await Promise.all(appends)).toEqual([
    { revision: 5, position: { commit: 500n, prepare: 500n } },
    { revision: 7 },
    { revision: 9, position: { commit: 900n, prepare: 900n } },
  ]);
});

it('knows the id of an answer in the other form too, in which servers send it', async () => {
  const append = stream.send(appendOf(1), DEADLINE);
  const [most, least] = (idOf(0)?.getString() ?? '').replaceAll('-', '').match(/.{16}/g) ?? [];
  const structured = new shared.UUID.Structured();
  structured.setMostSignificantBits(String(BigInt.asIntN(64, BigInt(`0x${most}`))));
  structured.setLeastSignificantBits(String(BigInt.asIntN(64, BigInt(`0x${least}`))));
  const id = new shared.UUID();
  id.setStructured(structured);
  answer(id, succeeds(5));
  expect(await append).toEqual({ revision: 5 });
});

it('sends a large append in parts, of which the first says where it goes and the last that it is the last', () => {
  const text = 'x'.repeat(400_000);
  const events = Array.from({ length: 7 }, () => newEvent('thing-happened', { text }));
  stream.send(encodeAppend('case-acme.1', 'no-stream', events) as ExpectingAppend, DEADLINE).catch(() => undefined);
  expect(call.sent.map((part) => [part.getProposedMessagesList().length, part.hasOptions(), part.getIsFinal()])).toEqual([
    [2, true, false],
    [2, false, false],
    [2, false, false],
    [1, false, true],
  ]);
  expect(new Set(call.sent.map((part) => part.getCorrelationId()?.getString())).size).toBe(1);
});

it('does not know the outcome when no answer comes in time, and does not mind one that comes later', async () => {
  const append = stream.send(appendOf(1), DEADLINE);
  await expect(append).rejects.toThrow(UnknownOutcomeError);
  answer(idOf(0), succeeds(5));
  expect(stream.open).toBe(true);
});

it('does not know the outcome of what was under way when the call ends, with an error or without', async () => {
  const appends = [stream.send(appendOf(1), DEADLINE), stream.send(appendOf(1), DEADLINE)];
  call.emit('error', new Error('14 UNAVAILABLE: Connection dropped'));
  for (const append of appends) await expect(append).rejects.toThrow(UnknownOutcomeError);
  expect(stream.open).toBe(false);
  call.emit('end');
});

it.each([
  ['AccessDenied', StoreUnavailableError],
  ['MaximumAppendSizeExceeded', RangeError],
  ['StreamDeleted', /tombstone/],
  ['Timeout', UnknownOutcomeError],
  ['Unknown', UnknownOutcomeError],
  ['', UnknownOutcomeError],
])('takes the reason %p for what it is', async (reason, error) => {
  const append = stream.send(appendOf(1), DEADLINE);
  answer(idOf(0), fails(reason));
  await expect(append).rejects.toThrow(error);
  // One that does not know what became of an append may not lead any more: the next append asks anew.
  expect([stream.open, call.ended]).toEqual(error === UnknownOutcomeError ? [false, true] : [true, false]);
});

it('says where the stream is when it is not where it was expected', async () => {
  const append = appendOf(1);
  const outcomes = [stream.send(append, DEADLINE), stream.send(append, DEADLINE)];
  const wrong = new shared.WrongExpectedVersion();
  answer(idOf(0), fails('WrongExpectedVersion', Uint8Array.from(wrong.serializeBinary())));
  wrong.setCurrentStreamRevision('17');
  answer(idOf(1), fails('WrongExpectedVersion', Uint8Array.from(wrong.serializeBinary())));
  await expect(outcomes[0]).rejects.toEqual(new WrongExpectedRevisionError('case-acme.1', 4, 'no-stream'));
  await expect(outcomes[1]).rejects.toEqual(new WrongExpectedRevisionError('case-acme.1', 4, 17));
});
