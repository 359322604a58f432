import { type DestinationStream, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Settings } from './settings.js';

/** Something to be told about: structured details first, then the words for a person. */
export type LogCall = (details: object, message: string) => void;

/** Where a process tells what it does. A class without code, so that it can be injected. */
export abstract class Logger {
  abstract readonly fatal: LogCall;
  abstract readonly error: LogCall;
  abstract readonly warn: LogCall;
  abstract readonly info: LogCall;
  abstract readonly debug: LogCall;
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
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  return {
    fatal: logger.fatal.bind(logger),
    error: logger.error.bind(logger),
    warn: logger.warn.bind(logger),
    info: logger.info.bind(logger),
    debug: logger.debug.bind(logger),
  };
}

/** Written at once, so that the last line before the end of a process is seen. */
const terminalLines = (): DestinationStream => pretty({ colorize: process.stdout.isTTY, sync: true, translateTime: 'SYS:HH:MM:ss' });
