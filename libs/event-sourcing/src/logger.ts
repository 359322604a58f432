/**
 * Where the kernel says what operators must know. The argument order is pino's, whose loggers fit as they are. Fields
 * never hold secrets or personal data.
 */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** For whoever does not want to know. */
export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
