import { Kafka, logLevel, type RetryOptions, type SASLOptions } from 'kafkajs';
import type { Logger } from '#event-sourcing';
import { logsOfKafka } from './kafka-logs.js';
import type { KafkaLocation } from './kafka-url.js';

/** A request without an answer for so long is sent again, maybe to another broker. */
const REQUEST_TIMEOUT_MS = 6_000;

/**
 * The pauses of kafkajs. The first is short, because of what every transaction right behind another one meets: the
 * coordinator answers CONCURRENT_TRANSACTIONS while it still writes the end of the one before. None is longer than a
 * second, so that everything goes on soon after an outage. After about 12 s it is an error, and the client is replaced.
 */
export const RETRY: RetryOptions = { initialRetryTime: 5, retries: 20, maxRetryTime: 1_000 };

/** The cluster as kafkajs sees it. Nothing is connected yet. */
export const kafkaAt = ({ brokers, tls, credentials }: KafkaLocation, logger: Logger): Kafka =>
  new Kafka({
    clientId: 'casetrail',
    brokers: [...brokers],
    connectionTimeout: 3_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logLevel.INFO,
    logCreator: logsOfKafka(logger),
    ...(tls ? { ssl: true } : {}),
    ...(credentials === undefined ? {} : { sasl: credentials as SASLOptions }),
  });
