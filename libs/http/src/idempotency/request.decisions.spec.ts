import { describe, expect, it } from '@jest/globals';
import { fold } from '#event-sourcing';
import { record } from '#event-sourcing/testing';
import { decideAnswer, decideHold, decideInterrupt, decideTakeId, LEASE, refuseUnlessFree } from './request.decisions.js';
import type { RequestEvent } from './request.events.js';
import { requestAggregate, type RequestState, requestStream } from './request.state.js';

const START = Date.parse('2026-01-02T03:04:05.000Z');

/** Something that happened to the request, by which attempt and how many milliseconds after the start. */
type Happened = readonly [event: RequestEvent, by: string, after: number];

const given = (...happened: readonly Happened[]): RequestState =>
  fold(
    requestAggregate,
    happened.map(([event, command_id, after], revision) =>
      record(event, { revision, metadata: { command_id, occurred_at: new Date(START + after).toISOString() } }),
    ),
  );

const received: RequestEvent = { type: 'request-received', data: { fingerprint: 'print' } };
const resumed: RequestEvent = { type: 'request-resumed', data: {} };
const interrupted: RequestEvent = { type: 'request-interrupted', data: {} };
const took = (kind: string, id: number): RequestEvent => ({ type: 'request-id-taken', data: { kind, id } });
const answered = (sealed: string): RequestEvent => ({ type: 'request-answered', data: { status: 201, sealed } });
const attempt = (holder: string, after: number, fingerprint = 'print') => ({ holder, fingerprint, now: START + after });
const refused = (status: number, retryAfter?: string) =>
  expect.objectContaining({ status, headers: retryAfter === undefined ? {} : { 'Retry-After': retryAfter } }) as unknown as Error;

describe('holding a request', () => {
  it('begins it, and leads to nothing for whoever holds it', () => {
    expect(decideHold(attempt('a', 0), given())).toEqual([received]);
    expect(decideHold(attempt('a', 50), given([received, 'a', 0]))).toEqual([]);
  });

  it('is refused to others until the one that holds it has gone quiet', () => {
    const state = given([received, 'a', 0]);
    expect(() => decideHold(attempt('b', 1), state)).toThrow(refused(409, '10'));
    expect(() => decideHold(attempt('b', LEASE - 1), state)).toThrow(refused(409, '1'));
    expect(decideHold(attempt('b', LEASE), state)).toEqual([resumed]);
  });

  it('is refused to a third one once a second one has resumed it, and free when it was interrupted', () => {
    const state = given([received, 'a', 0], [resumed, 'b', LEASE]);
    expect(() => decideHold(attempt('c', LEASE + 1), state)).toThrow(refused(409, '10'));
    expect(decideHold(attempt('c', LEASE + 1), given([received, 'a', 0], [interrupted, 'a', 5]))).toEqual([resumed]);
  });

  it('never asks anybody to wait longer than it takes, however wrong the clocks are', () => {
    expect(() => decideHold(attempt('b', -3_600_000), given([received, 'a', 0]))).toThrow(refused(409, '10'));
  });

  it('is refused with another request, whoever is at it; and when it was answered in the meantime', () => {
    for (const state of [given([received, 'a', 0]), given([received, 'a', 0], [answered('x'), 'a', 5])]) {
      expect(() => decideHold(attempt('a', LEASE, 'another'), state)).toThrow(refused(422));
      expect(() => {
        refuseUnlessFree(attempt('b', LEASE, 'another'), state);
      }).toThrow(refused(422));
    }
    expect(() => decideHold(attempt('b', LEASE), given([received, 'a', 0], [answered('x'), 'a', 5]))).toThrow(refused(409, '1'));
  });
});

describe('what a request takes and answers', () => {
  it('has each id once', () => {
    const state = given([received, 'a', 0], [took('case', 7), 'a', 1], [took('customer', 5), 'a', 2], [took('case', 8), 'a', 3]);
    expect(state?.ids).toEqual(new Map([['case', [7, 8]], ['customer', [5]]]));
    expect(decideTakeId({ kind: 'case', nth: 1, id: 9 }, state)).toEqual([]);
    expect(decideTakeId({ kind: 'case', nth: 2, id: 9 }, state)).toEqual([took('case', 9)]);
  });

  it('has one answer, the first', () => {
    const answer = { status: 201, sealed: 'mine' };
    expect(decideAnswer({ answer, fingerprint: 'print' }, given([received, 'a', 0]))).toEqual([answered('mine')]);
    const state = given([received, 'a', 0], [answered('first'), 'a', 5], [answered('second'), 'b', 6]);
    expect(state?.answer).toEqual({ status: 201, sealed: 'first' });
    expect(decideAnswer({ answer, fingerprint: 'print' }, state)).toEqual([]);
  });

  it('begins and ends with its answer when it changed nothing, unless another request was faster', () => {
    const command = { answer: { status: 202, sealed: 'mine' }, fingerprint: 'print' };
    expect(decideAnswer(command, given())).toEqual([received, { type: 'request-answered', data: { status: 202, sealed: 'mine' } }]);
    expect(() => decideAnswer({ ...command, fingerprint: 'another' }, given([received, 'a', 0]))).toThrow(refused(422));
  });

  it('is let go of by whoever holds it alone', () => {
    const state = given([received, 'a', 0], [resumed, 'b', LEASE]);
    expect(decideInterrupt('b', state)).toEqual([interrupted]);
    expect(decideInterrupt('a', state)).toEqual([]);
  });
});

describe('the stream of a request', () => {
  it("is its client's alone, and tells nothing of client and key", () => {
    const stream = requestStream('acme', 'client:ada', 'key');
    expect(stream).toMatch(/^request-acme\.[0-9a-f]{64}$/);
    const others = [requestStream('acme', 'client:bob', 'key'), requestStream('acme', 'client:ada', 'yek'), requestStream('acme', 'client:ad', 'akey')];
    expect(new Set([stream, ...others]).size).toBe(4);
  });
});
