import { type LogEntry, logLevel } from 'kafkajs';
import type { Logger } from '#event-sourcing';

/** What kafkajs may say of an entry: no value that came from a message, and no stack. */
const FIELDS = ['broker', 'clientId', 'groupId', 'memberId', 'topic', 'partition', 'error', 'retryCount', 'retryTime'] as const;

/** What happens all the time, or is meant to be so. */
const EXPECTED = [
  // The coordinator is still writing the end of the transaction before: asked again in a moment, in every busy relay.
  'another concurrent operation on the same transaction',
  // It may, for a producer that is used after them; ours is replaced.
  'Limiting retries for the idempotent producer may invalidate EoS guarantees',
];

/**
 * Passes on what kafkajs has to say. What it calls an error is a warning here: it tries again by itself, and whatever
 * it gives up comes back as an error to the one who asked for it.
 */
export const logsOfKafka =
  (logger: Logger) =>
  () =>
  ({ namespace, level, log }: LogEntry): void => {
    const said = `${log.message} ${String(log.error)}`;
    if (EXPECTED.some((words) => said.includes(words))) return;
    const entries: [string, unknown][] = FIELDS.filter((name) => log[name] !== undefined).map((name) => [name, plain(log[name])]);
    const fields = { kafkajs: namespace, ...Object.fromEntries(entries) };
    if (level === logLevel.ERROR || level === logLevel.WARN) logger.warn(fields, log.message);
    else logger.info(fields, log.message);
  };

const plain = (value: unknown): unknown => (value instanceof Error ? value.message : value);
