import type { Clock } from '#event-sourcing';
import { inProgress, LEASE, refuseOtherRequest } from './request.decisions.js';

/**
 * The requests with an `Idempotency-Key` that this process is at: what comes twice to one process at once is told so before it
 * takes ids or asks a store. Between processes the log decides.
 */
export class RequestsUnderWay {
  private readonly requests = new Map<string, { readonly fingerprint: string; readonly since: number }>();

  constructor(private readonly clock: Clock) {}

  /**
   * @returns what ends it; harmless when it is called twice.
   * @throws RequestError 422 when another request with the key is under way, 409 when this one is.
   */
  enter(stream: string, fingerprint: string): () => void {
    const other = this.requests.get(stream);
    if (other) {
      refuseOtherRequest(fingerprint, other.fingerprint);
      if (this.clock.now() - other.since < LEASE) throw inProgress(1);
    }
    const mine = { fingerprint, since: this.clock.now() };
    this.requests.set(stream, mine);
    return () => {
      if (this.requests.get(stream) === mine) this.requests.delete(stream);
    };
  }
}
