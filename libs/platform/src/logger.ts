import { isatty } from 'node:tty';
import { type DestinationStream, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Logger as KernelLogger } from '#event-sourcing';
import type { Settings } from './settings.js';

/** Where a process tells what it does. A class without code, so that it can be injected. */
export abstract class Logger implements KernelLogger {
  abstract fatal(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract debug(fields: object, message: string): void;
  /** Whether anything of this level is told at all. */
  abstract isLevelEnabled(level: 'debug' | 'info'): boolean;
}

/** Fields that never reach a log, at the top of the details or one level below. */
const SECRET_FIELDS = [
  'authorization', 'cookie', 'set_cookie', 'password', 'secret', 'client_secret', 'clientSecret', 'access_token', 'accessToken',
  'token', 'webhookSecret', 'masterKey', 'secret_hash', 'sealed',
];

/** A logger that writes one line per call: JSON, or words and colours for a terminal. */
export function createLogger(
  settings: Pick<Settings, 'logLevel' | 'logFormat'>,
  destination: DestinationStream | undefined = settings.logFormat === 'pretty' ? terminalLines() : undefined,
): Logger {
  const options = {
    level: settings.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Written at once, so that the last line before the end of a process is seen. */
const terminalLines = (): DestinationStream => pretty({ colorize: isTerminal(), sync: true, translateTime: 'SYS:HH:MM:ss' });

/** Whether a person reads what the process prints. The same in all of its threads, whose `process.stdout` does not know. */
export const isTerminal = (): boolean => isatty(1);
