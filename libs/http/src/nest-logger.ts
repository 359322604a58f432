import type { LoggerService } from '@nestjs/common';
import type { Logger } from '#platform';

/** Nest's own words, in our log: what it says of its start is for developers. */
export function nestLogger(logger: Logger): LoggerService {
  const words = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message));
  const details = (message: unknown, rest: readonly unknown[]): object => ({
    context: rest.at(-1),
    ...(message instanceof Error ? { err: message } : {}),
  });
  return {
    log: (message: unknown, ...rest: unknown[]) => {
      logger.debug(details(message, rest), words(message));
    },
    warn: (message: unknown, ...rest: unknown[]) => {
      logger.warn(details(message, rest), words(message));
    },
    error: (message: unknown, ...rest: unknown[]) => {
      logger.error(details(message, rest), message instanceof Error ? message.message : words(message));
    },
    fatal: (message: unknown, ...rest: unknown[]) => {
      logger.fatal(details(message, rest), message instanceof Error ? message.message : words(message));
    },
  };
}
