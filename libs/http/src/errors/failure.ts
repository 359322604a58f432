import type { FieldError } from '#event-sourcing';

/** An answer that is an error, before it has the form in which the client wants it. */
export interface Failure {
  /** HTTP status. */
  readonly status: number;
  /** Stable and machine-readable, e.g. `case_not_found`. */
  readonly code: string;
  readonly detail: string;
  /** The wrong fields of a bad request; none for every other error. */
  readonly fields: readonly FieldError[];
  /** Headers that go with the error: `WWW-Authenticate`, `Allow`, `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;
}
