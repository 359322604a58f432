import { afterEach, beforeEach, describe } from '@jest/globals';
import { BrokerSpec, type BrokerSubject } from './broker-fixtures.js';
import { consumingContract } from './consuming-contract.js';
import { deadLetterContract } from './dead-letter-contract.js';
import { interruptionContract } from './interruption-contract.js';
import { relayingContract } from './relaying-contract.js';

/**
 * What every broker promises; an adapter passes it with one line.
 *
 * @param start called before each spec, for a broker without messages.
 */
export function brokerContract(name: string, start: () => Promise<BrokerSubject>): void {
  describe(`${name} as a broker`, () => {
    let spec: BrokerSpec;
    beforeEach(async () => {
      spec = await BrokerSpec.begun(await start());
    });
    afterEach(() => spec.end());

    const current = (): BrokerSpec => spec;
    describe('consuming', () => { consumingContract(current); });
    describe('interrupted', () => { interruptionContract(current); });
    describe('dead letters', () => { deadLetterContract(current); });
    describe('relaying', () => { relayingContract(current); });
  });
}
