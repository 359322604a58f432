import type { Answer, RequestOptions } from '../support/api-client.js';

/** The service as the clients of a load see it. */
export interface ServiceUnderLoad {
  /**
   * Sends a request when the service takes one. Undefined when no answer came, or one that says that the service cannot
   * tell: the request was carried out, or not, or will be.
   */
  ask(method: string, path: string, options?: RequestOptions): Promise<Answer | undefined>;
}
