/** The command could not do what it was asked for; the message says why, to a person, and what to try. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}
