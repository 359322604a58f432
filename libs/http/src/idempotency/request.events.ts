import { z } from 'zod';
import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';

/** Every event of the stream of a request that came with an `Idempotency-Key`. */
export const requestCodec = eventCodec([
  /** A request with an `Idempotency-Key` is about to change something. The fingerprint tells it from any other request, and nothing else of it is kept. */
  defineEvent('request-received', z.object({ fingerprint: z.string() })),
  /** The request came again, and whoever was at it before had gone quiet: it is carried out to its end from here. */
  defineEvent('request-resumed', z.object({})),
  /** An id was taken for something that the request makes, which has it whenever the request is carried out. */
  defineEvent('request-id-taken', z.object({ kind: z.string(), id: z.int().positive() })),
  /** A store did not answer, others were in the way, or the answer is too large to be kept; the request may come again at once. */
  defineEvent('request-interrupted', z.object({})),
  /**
   * The answer that the request gets whenever it comes. What it says is sealed with a key that needs the client's
   * `Idempotency-Key`, which is kept nowhere: the log alone does not tell it, not even to those who have the master key.
   */
  defineEvent('request-answered', z.object({ status: z.int(), sealed: z.string() })),
]);

/** What happens to a request that came with an `Idempotency-Key`. */
export type RequestEvent = EventOfCodec<typeof requestCodec>;
