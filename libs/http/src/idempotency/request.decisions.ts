import { RequestError } from '../errors/request-error.js';
import type { RequestEvent } from './request.events.js';
import type { RequestState, StoredAnswer } from './request.state.js';

/** Milliseconds after which whoever carries out a request and has not answered it is taken to be gone. */
export const LEASE = 10_000;

/** A request that wants to be carried out. */
export interface Attempt {
  readonly fingerprint: string;
  /** Differs from that of every other attempt. */
  readonly holder: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The key stands for another request. */
const keyReused = (): RequestError =>
  new RequestError(422, 'idempotency_key_reused', 'This Idempotency-Key was used with another request: send a new key.');

/** @param seconds after which it makes sense to ask again. */
export const inProgress = (seconds: number): RequestError =>
  new RequestError(409, 'request_in_progress', 'A request with this Idempotency-Key is being carried out: ask again for its answer.', {
    'Retry-After': String(seconds),
  });

/** @throws RequestError 422 when the key was used with another request. */
export function refuseOtherRequest(fingerprint: string, known: string): void {
  if (fingerprint !== known) throw keyReused();
}

/**
 * Makes sure that a request may be carried out by this attempt, as things stand.
 * @throws RequestError 422 when the key was used with another request, 409 while somebody else is carrying it out.
 */
export function refuseUnlessFree(attempt: Attempt, state: RequestState): void {
  if (!state) return;
  refuseOtherRequest(attempt.fingerprint, state.fingerprint);
  refuseWhileHeld(attempt, state);
}

/** @throws RequestError 409 while somebody else is carrying it out. */
export function refuseWhileHeld({ holder, now }: Pick<Attempt, 'holder' | 'now'>, state: RequestState): void {
  if (!state?.holder || state.holder.id === holder) return;
  const left = state.holder.since + LEASE - now;
  if (left > 0) throw inProgress(Math.min(Math.ceil(left / 1_000), LEASE / 1_000));
}

/**
 * Takes the request into this attempt's hands: as its first one, or after another one has gone quiet.
 * @throws RequestError as above; 409 also when it was answered in the meantime: it is there for the next try.
 */
export function decideHold(attempt: Attempt, state: RequestState): readonly RequestEvent[] {
  refuseUnlessFree(attempt, state);
  if (!state) return [{ type: 'request-received', data: { fingerprint: attempt.fingerprint } }];
  if (state.answer) throw inProgress(1);
  return state.holder?.id === attempt.holder ? [] : [{ type: 'request-resumed', data: {} }];
}

/** An id that was taken: which one of its kind, from 0. */
export interface TakenId {
  readonly kind: string;
  readonly nth: number;
  readonly id: number;
}

/** Notes the nth id of its kind; one that was noted before stands. */
export const decideTakeId = (taken: TakenId, state: RequestState): readonly RequestEvent[] =>
  state?.ids.get(taken.kind)?.[taken.nth] === undefined ? [{ type: 'request-id-taken', data: { kind: taken.kind, id: taken.id } }] : [];

/** Keeps the answer; the first one stands. A request that has changed nothing begins and ends with it. */
export function decideAnswer({ answer, fingerprint }: { readonly answer: StoredAnswer; readonly fingerprint: string }, state: RequestState): readonly RequestEvent[] {
  if (state) refuseOtherRequest(fingerprint, state.fingerprint);
  if (state?.answer) return [];
  const answered: RequestEvent = { type: 'request-answered', data: answer };
  return state ? [answered] : [{ type: 'request-received', data: { fingerprint } }, answered];
}

/** Lets go of a request that this attempt could not bring to an end. */
export const decideInterrupt = (holder: string, state: RequestState): readonly RequestEvent[] =>
  state?.holder?.id === holder ? [{ type: 'request-interrupted', data: {} }] : [];
