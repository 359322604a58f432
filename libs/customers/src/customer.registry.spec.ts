import { type CommandContext, CommandRunner, IdBlocks, randomIds, systemClock } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CustomerRegistry } from './customer.registry.js';
import { customerAggregate, customerStream } from './customer.state.js';
import { InlineCustomers } from './inline.customers.js';
import { decideUpdateCustomer, updateCustomerInput } from './update-customer/update-customer.js';
import { decideUpsertCustomer, upsertCustomerInput } from './upsert-customer/upsert-customer.js';

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
    const upsert = (full_name: string) => registry.decide('ada', (id, state) => decideUpsertCustomer({ id, input: input(full_name) }, state), context());
    const update = (full_name: string) =>
      registry.decideExisting('ada', (state) => decideUpdateCustomer(updateCustomerInput.parse({ external_id: 'ada', full_name }), state), context());
    const prepare = (full_name?: string) => new InlineCustomers(registry).prepare(input(full_name), context());
    const remove = (id: number) => runner.run(customerAggregate, customerStream('acme', id), () => [{ type: 'customer-deleted', data: { customer_id: id } }], context());
    return { upsert, update, prepare, remove };
  }

  it('is the new one after the first was deleted, also for a process that knew the first', async () => {
    const [one, other] = [process(), process()];
    const first = await one.upsert('Ada');
    await expect(other.update('Ada King')).resolves.toMatchObject({ id: first.id });
    await one.remove(first.id);
    await expect(other.update('Ada Byron')).rejects.toThrow(expect.objectContaining({ code: 'customer_not_found' }));
    const second = await one.upsert('Ada');
    expect(second.id).not.toBe(first.id);
    await expect(other.update('Ada Byron')).resolves.toMatchObject({ id: second.id, full_name: 'Ada Byron' });
    await expect((await other.prepare()).save()).resolves.toMatchObject({ id: second.id, full_name: null });
  });

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
