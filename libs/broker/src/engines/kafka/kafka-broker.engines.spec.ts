import { randomUUID } from 'node:crypto';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { brokerContract } from '../../testing/index.js';
import { openBroker } from '../index.js';
import { kafkaUrl } from './testing/kafka-url-of-specs.js';

jest.setTimeout(60_000);

brokerContract('KafkaBroker', async () => {
  const url = kafkaUrl(`${randomUUID()}.`);
  return {
    // Waits for one turn of the event loop, however long it is asked to.
    open: () => openBroker(url, { timer: { delay: () => turnOfTheLoop() } }),
    remove: async () => undefined,
    unfit: { key: 'a', headers: {}, value: 'more than a broker takes '.repeat(100_000) },
  };
});
