import { customerAggregate, customerCodec, type CustomerEvent, customerStream } from '#customers';
import { CommandRunner, type EventStore } from '#event-sourcing';
import { InMemoryEventStore, projectionSpec } from '#event-sourcing/testing';
import type { ReadStore } from '#read-store';
import { describe, expect, it } from '@jest/globals';
import { caseCodec, type CaseEvent } from './case.events.js';
import { CaseReader } from './case.reader.js';
import { caseAggregate, caseStream } from './case.state.js';
import { casesProjection } from './cases.projection.js';
import { aCase } from './testing/case-fixtures.js';

const ada: CustomerEvent = {
  type: 'customer-created',
  data: {
    customer_id: 5, external_id: null, full_name: 'Ada', customer_type: null, input_details: null, sync_platforms: [], parent: null, delete_after: -1,
  },
};
const renamed: CustomerEvent = { type: 'customer-updated', data: { customer_id: 5, full_name: 'Ada King' } };

describe('a case that is read', () => {
  it('at a revision has its customer at least as it was then, whatever happens while it is read', async () => {
    const store = new InMemoryEventStore();
    const runner = new CommandRunner(store);
    let commands = 0;
    const context = () => ({ org: 'acme', actor: 'client:spec', commandId: `command-${++commands}`, correlationId: 'spec', now: 0 });
    const ofCustomer = (event: CustomerEvent) => runner.run(customerAggregate, customerStream('acme', 5), () => [event], context());
    const ofCase = (event: CaseEvent) => runner.run(caseAggregate, caseStream('acme', 1), () => [event], context());
    await ofCustomer(ada);
    await ofCase(aCase.created(1));

    const log = await store.readAll({});
    const decoded = log.map((event) => (event.stream.startsWith('case-') ? caseCodec.decode(event) : customerCodec.decode(event)));
    const document = projectionSpec(casesProjection).given(...decoded).documents.cases?.['acme.1'];
    const readModels = { findOne: async () => document } as unknown as ReadStore;
    const readStream: EventStore['readStream'] = async (stream, options) => {
      if (stream === caseStream('acme', 1)) {
        await ofCustomer(renamed);
        await ofCase(aCase.noted('She has married.'));
      }
      return store.readStream(stream, options);
    };
    const busy = Object.assign(Object.create(store) as EventStore, { readStream });

    expect(await new CaseReader(busy, readModels).current('acme', 1)).toMatchObject({ revision: 1, customer: { full_name: 'Ada King' } });
  });
});
