/** A request that is not taken as it comes, whatever it asks for; nothing was changed. The message is fit for the client. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    /** HTTP status, from 400 to 499. */
    readonly status: number,
    /** Stable and machine-readable. */
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}
