import { type CommandContext, CommandRunner, IdBlocks, randomIds, systemClock } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CustomerRegistry } from './customer.registry.js';
import { customerAggregate, customerStream } from './customer.state.js';
import { InlineCustomers } from './inline.customers.js';
import { upsertCustomerInput } from './upsert-customer/upsert-customer.js';

describe('the customer of an external_id', () => {
  let store: InMemoryEventStore;
  let commands: number;
  beforeEach(() => {
    store = new InMemoryEventStore();
    commands = 0;
  });

  const context = (): CommandContext => ({ org: 'acme', actor: 'client:spec', commandId: `command-${++commands}`, correlationId: 'spec', now: 0 });
  /** What a process knows of keys is its own. */
  function process() {
    const runner = new CommandRunner(store);
    const registry = new CustomerRegistry(runner, new IdBlocks(store, systemClock, randomIds));
    const input = (full_name?: string) => upsertCustomerInput.parse({ external_id: 'ada', full_name });
    const prepare = (full_name?: string) => new InlineCustomers(registry).prepare(input(full_name), context());
    const remove = (id: number) => runner.run(customerAggregate, customerStream('acme', id), () => [{ type: 'customer-deleted', data: { customer_id: id } }], context());
    return { prepare, remove };
  }

  it('is known by its id before it is made, and is then made with it', async () => {
    const { prepare, remove } = process();
    const ada = await prepare('Ada');
    const id = await ada.id();
    expect(await store.readStream(customerStream('acme', id))).toEqual([]);
    expect(await ada.save()).toMatchObject({ id, full_name: 'Ada' });
    await remove(id);
    const next = await prepare('Ada');
    expect(await next.id()).not.toBe(id);
    expect(await next.save()).toMatchObject({ id: await next.id(), full_name: 'Ada' });
  });

  it('needs a name when it is new, and that is found out before anything is claimed', async () => {
    await expect(process().prepare()).rejects.toThrow(expect.objectContaining({ code: 'required' }));
    expect(await store.readAll()).toEqual([]);
  });
});
