import { isoTime } from '#event-sourcing';
import { project } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { carryOut } from './carry-out.js';
import type { RetainedDocument } from './retained.js';
import { retentionProjection } from './retention.projection.js';
import { KeptWorld } from './testing/kept-world.js';

const DAY = 24 * 3_600_000;

describe('what is due to be deleted', () => {
  let world: KeptWorld;
  beforeEach(() => {
    world = new KeptWorld();
  });
  const entry = async (key: string): Promise<RetainedDocument> => {
    const documents = project(retentionProjection, await world.log()).retention ?? {};
    return documents[key] as unknown as RetainedDocument;
  };
  const dueAt = async (key: string): Promise<unknown> => {
    const due = ((await entry(key)) as RetainedDocument | undefined)?.due_at;
    return typeof due === 'string' ? Date.parse(due) - world.now : due;
  };

  it('is a case after its days, once it is complete, by what holds then', async () => {
    await world.addCustomer(5, -1);
    await world.addCase(1, 5, { case: 30, check: -1 });
    expect(await dueAt('case.acme.1')).toBeNull();
    await world.complete(1);
    expect(await dueAt('case.acme.1')).toBe(30 * DAY);
    await world.update(1, -1);
    expect(await dueAt('case.acme.1')).toBeNull();
    await world.update(1, 7);
    expect(await dueAt('case.acme.1')).toBe(7 * DAY);
  });

  it('is a case earlier where one of its checks is, and then again', async () => {
    await world.addCustomer(5, -1);
    await world.addCase(1, 5, { case: 30, check: 3 });
    await world.complete(1);
    expect(await dueAt('case.acme.1')).toBe(3 * DAY);
    world.now += 3 * DAY;
    await world.retain();
    expect(await world.exists('case', 1)).toBe(true);
    expect(await dueAt('case.acme.1')).toBe(27 * DAY);
    world.now += 27 * DAY;
    await world.retain();
    expect(await world.exists('case', 1)).toBe(false);
    expect(await dueAt('case.acme.1')).toBeUndefined();
  });

  it('is a customer once the last of its cases is gone', async () => {
    await world.addCustomer(5, 0);
    for (const id of [1, 2]) await world.addCase(id, 5, { case: id === 1 ? 0 : 1, check: -1 });
    expect(await dueAt('customer.acme.5')).toBeNull();
    for (const id of [1, 2]) await world.complete(id);
    await world.retain();
    expect(await dueAt('customer.acme.5')).toBeNull();
    world.now += DAY;
    await world.retain();
    expect([await world.exists('case', 2), await world.exists('customer', 5)]).toEqual([false, true]);
    await world.retain();
    expect(await world.exists('customer', 5)).toBe(false);
  });

  it.each(['case', 'check', 'customer'] as const)('are the documents of a %s with it, those that come too late among them', async (kind) => {
    await world.addCustomer(5, 0);
    await world.addCase(1, 5, { case: kind === 'check' ? -1 : 0, check: kind === 'check' ? 0 : -1 });
    const target = { kind, id: { case: 1, check: world.checkOf(1), customer: 5 }[kind] };
    await world.upload(7, target, -1);
    await world.complete(1);
    world.now += DAY;
    for (let round = 0; round < 3; round++) await world.retain();
    expect(await world.exists('document', 7)).toBe(false);
    await world.upload(8, target, -1);
    await world.retain();
    expect(await world.exists('document', 8)).toBe(false);
  });

  it('are documents of an open case when it is complete, and those of a restarted one with the case in its place', async () => {
    await world.addCustomer(5, -1);
    await world.addCase(1, 5, { case: 0, check: -1 });
    await world.upload(7, { kind: 'case', id: 1 }, 1);
    await world.upload(8, { kind: 'case', id: 1 }, -1);
    world.now += 2 * DAY;
    await world.retain();
    expect(await world.exists('document', 7)).toBe(true);
    await world.complete(1);
    await world.restart(1, 2, 5);
    for (let round = 0; round < 2; round++) await world.retain();
    expect(await world.exists('case', 1)).toBe(false);
    expect([await world.exists('document', 7), await world.exists('document', 8)]).toEqual([true, true]);
    await world.complete(2);
    await world.retain();
    expect([await world.exists('document', 7), await world.exists('document', 8)]).toEqual([false, true]);
    await world.update(2, 0);
    for (let round = 0; round < 2; round++) await world.retain();
    expect([await world.exists('case', 2), await world.exists('document', 8)]).toEqual([false, false]);
  });

  it('is no document that was claimed for a case which was then made without it', async () => {
    await world.addCustomer(5, -1);
    for (const id of [7, 8]) await world.upload(id, null, -1);
    for (const id of [7, 8]) await world.claim(id, { kind: 'case', id: 1 });
    await world.addCase(1, 5, { case: 0, check: -1 }, [8]);
    await world.complete(1);
    for (let round = 0; round < 2; round++) await world.retain();
    expect([await world.exists('case', 1), await world.exists('document', 7), await world.exists('document', 8)]).toEqual([false, true, false]);
    await carryOut({ ...(await entry('document.acme.7')), owner: 'deleted' }, world.runner, world.now);
    expect(await world.exists('document', 7)).toBe(true);
  });

  it('is deleted once, whoever was first', async () => {
    await world.addCustomer(5, -1);
    await world.addCase(1, 5, { case: 0, check: -1 });
    await world.complete(1);
    const before = (await world.log()).length;
    await world.deleteCaseMeanwhile(1);
    await world.retain(1);
    const added = (await world.log()).slice(before);
    expect(added.map(({ type, data, metadata }) => ({ type, data, at: metadata.occurred_at }))).toEqual([
      { type: 'case-deleted', data: { customer_id: 5, successor_id: null }, at: isoTime(world.now) },
    ]);
  });
});
