import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { brokerContract } from '../../testing/index.js';
import { KafkaForSpecs } from './testing/kafka-for-specs.js';

jest.setTimeout(60_000);

brokerContract('KafkaBroker', async () => {
  const subject = new KafkaForSpecs();
  return {
    // Waits for one turn of the event loop, however long it is asked to.
    open: () => subject.openAlone({ timer: { delay: () => turnOfTheLoop() } }),
    remove: () => subject.close(),
    unfit: { key: 'a', headers: {}, value: 'more than a broker takes '.repeat(100_000) },
  };
});
