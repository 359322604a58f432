/** What went wrong with a request, in the terms of the API's answers; an edge maps each to a status of its own. */
export type ErrorKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'stale' | 'unavailable';

/** One wrong field: where it stands in the command, which rule it breaks, and the words for a person. */
export interface FieldError {
  /** Path from the root of the command, e.g. `['checks', 0, 'check_type']`; empty for the command as a whole. */
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/**
 * The one error that a rule of the domain raises. Whoever asked did something that cannot be done; nothing was
 * changed, and the message is fit to be shown to them. Anything else that is thrown is a defect or an outage.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly kind: ErrorKind,
    /** Stable and machine-readable, e.g. `case_not_found`. */
    readonly code: string,
    message: string,
    readonly fields: readonly FieldError[] = [],
  ) {
    super(message);
  }
}

/** The stream has ended for good: whatever it was of is no more. It answers as what was never there. */
export class ClosedStreamError extends DomainError {
  constructor(category: string) {
    super('not_found', `${category}_not_found`, 'Not found.');
  }
}

/** The command is wrong in one field. */
export function invalidField(path: string | readonly (string | number)[], code: string, message: string): DomainError {
  return new DomainError('invalid', code, message, [{ path: typeof path === 'string' ? [path] : path, code, message }]);
}

/** The command is wrong as a whole, in no field of its own. */
export function invalidCommand(code: string, message: string): DomainError {
  return new DomainError('invalid', code, message, [{ path: [], code, message }]);
}

/** The error of a part of a command, as the command that it came in has it: its fields stand under this one. */
export const insideField = (field: string, { kind, code, message, fields }: DomainError): DomainError =>
  new DomainError(kind, code, message, fields.map((inner) => ({ ...inner, path: [field, ...inner.path] })));

/** There is no such thing in this organization; another organization's thing gets the very same error. */
export function notFound(what: string): DomainError {
  return new DomainError('not_found', `${what}_not_found`, 'Not found.');
}

/** The thing is in a state in which the command cannot be done. */
export function conflict(code: string, message: string): DomainError {
  return new DomainError('conflict', code, message);
}
