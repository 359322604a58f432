const LONGEST = 500;

/** An error as a dead letter keeps it: its name and message, 500 characters at most, without the stack. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : typeof error === 'string' ? error : 'a thrown value that is no error';
  return (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text).toWellFormed();
}
