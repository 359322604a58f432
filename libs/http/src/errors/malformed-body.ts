/** A body that cannot be read at all; the message says why and is fit for the client. */
export class MalformedBodyError extends Error {
  override readonly name = 'MalformedBodyError';
}
