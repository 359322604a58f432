import { isoTime, parseStreamName, type RecordedEvent } from '#event-sourcing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeptWorld } from './testing/kept-world.js';

const DAY = 24 * 3_600_000;
const nth = fc.integer({ min: 0, max: 7 });
const days = fc.constantFrom(-1, 0, 1, 30, 36_500);

/** Something that somebody does, or that time passes, or that retention goes to work, after a crash and with an old read model perhaps. */
const deeds = fc.array(
  fc.oneof(
    fc.record({ deed: fc.constant('customer' as const), days }),
    fc.record({ deed: fc.constant('case' as const), of: nth, days, checkDays: days }),
    fc.record({ deed: fc.constant('upload' as const), to: fc.constantFrom('case' as const, 'check' as const, 'customer' as const, null), of: nth, days }),
    fc.record({ deed: fc.constant('complete' as const), of: nth }),
    fc.record({ deed: fc.constant('update' as const), of: nth, days }),
    fc.record({ deed: fc.constant('restart' as const), of: nth }),
    fc.record({ deed: fc.constant('wait' as const), milliseconds: fc.constantFrom(1, 15_000, DAY - 1, DAY, 29 * DAY, 400 * DAY) }),
    fc.record({ deed: fc.constant('retain' as const), behind: fc.integer({ min: 0, max: 5 }) }),
  ),
  { minLength: 5, maxLength: 40 },
);
type Deed = typeof deeds extends fc.Arbitrary<(infer One)[]> ? One : never;

/** What an observer of the log knows, who has read no code. */
class Observer {
  readonly cases = new Map<number, { customer: number; days: number; checkDays: number; completed?: number; archived?: number; deleted?: boolean; checkDeleted?: boolean }>();
  readonly customers = new Map<number, { days: number; deleted?: boolean }>();
  readonly documents = new Map<number, { days: number; at: number; kind?: string; of?: number; deleted?: boolean }>();

  /** @throws when something is deleted that must not be yet. */
  see({ stream, type, data, metadata }: RecordedEvent): void {
    const id = Number(parseStreamName(stream).id);
    const at = Date.parse(metadata.occurred_at);
    const of = data as Record<string, number> & { linked_to?: { kind: string; id: number } | null; checks?: { delete_after: number }[] };
    const its = this.cases.get(id);
    switch (type) {
      case 'customer-created':
        this.customers.set(id, { days: of.delete_after! });
        break;
      case 'case-created':
        this.cases.set(id, { customer: of.customer_id!, days: of.delete_after!, checkDays: of.checks![0]!.delete_after });
        break;
      case 'case-updated':
        its!.days = of.delete_after!;
        break;
      case 'case-completed':
        its!.completed = at;
        break;
      case 'case-archived':
        its!.archived = of.successor_id!;
        break;
      case 'document-uploaded':
        this.documents.set(id, { days: of.delete_after!, at, ...(of.linked_to && { kind: of.linked_to.kind, of: of.linked_to.id }) });
        break;
      case 'case-deleted':
        expect(its!.days).toBeGreaterThanOrEqual(0);
        expect(at).toBeGreaterThanOrEqual(its!.completed! + its!.days * DAY);
        its!.deleted = true;
        break;
      case 'check-deleted':
        expect(its!.checkDays).toBeGreaterThanOrEqual(0);
        expect(at).toBeGreaterThanOrEqual(its!.completed! + its!.checkDays * DAY);
        its!.checkDeleted = true;
        break;
      case 'customer-deleted': {
        expect(this.customers.get(id)!.days).toBeGreaterThanOrEqual(0);
        expect([...this.cases.values()].filter(({ customer, deleted }) => customer === id && !deleted)).toEqual([]);
        this.customers.get(id)!.deleted = true;
        break;
      }
      case 'document-deleted': {
        const document = this.documents.get(id)!;
        const owner = this.ownerOf(document);
        if (owner !== 'deleted') {
          expect(owner).not.toBe('open');
          expect(document.days).toBeGreaterThanOrEqual(0);
          expect(at).toBeGreaterThanOrEqual(document.at + document.days * DAY);
        }
        document.deleted = true;
        break;
      }
    }
  }

  ownerOf({ kind, of = 0 }: { kind?: string; of?: number }): 'deleted' | 'open' | 'neither' {
    if (kind === undefined) return 'neither';
    if (kind === 'customer') return this.customers.get(of)?.deleted ? 'deleted' : 'neither';
    const first = this.cases.get(kind === 'check' ? of / 128 : of)!;
    let last = first;
    while (last.archived !== undefined) last = this.cases.get(last.archived)!;
    if (last.deleted || (kind === 'check' && last === first && first.checkDeleted)) return 'deleted';
    return last.completed === undefined ? 'open' : 'neither';
  }
}

async function live(deedsDone: readonly Deed[]): Promise<void> {
  const world = new KeptWorld();
  const observer = new Observer();
  let seen = 0;
  let next = 1;
  const observe = async (): Promise<void> => {
    const log = await world.log();
    for (; seen < log.length; seen++) observer.see(log[seen]!);
  };
  const pick = <Key>(keys: Iterable<Key>, n: number): Key | undefined => [...keys].at(n % Math.max([...keys].length, 1));
  const there = <Thing extends { deleted?: boolean }>(things: Map<number, Thing>, fits: (thing: Thing) => boolean = () => true) =>
    [...things].filter(([, thing]) => !thing.deleted && fits(thing)).map(([id]) => id);
  for (const deed of deedsDone) {
    const { cases, customers } = observer;
    switch (deed.deed) {
      case 'customer':
        await world.addCustomer(next++, deed.days);
        break;
      case 'case': {
        const customer = pick(there(customers), deed.of);
        if (customer !== undefined) await world.addCase(next++, customer, { case: deed.days, check: deed.checkDays });
        break;
      }
      case 'upload': {
        const of = deed.to === null ? undefined : pick(there<{ deleted?: boolean }>(deed.to === 'customer' ? customers : cases), deed.of);
        const link = deed.to !== null && of !== undefined ? { kind: deed.to, id: deed.to === 'check' ? world.checkOf(of) : of } : null;
        await world.upload(next++, link, deed.days);
        break;
      }
      case 'complete': {
        const id = pick(there(cases, ({ completed }) => completed === undefined), deed.of);
        if (id !== undefined) await world.complete(id);
        break;
      }
      case 'update': {
        const id = pick(there(cases), deed.of);
        if (id !== undefined) await world.update(id, deed.days);
        break;
      }
      case 'restart': {
        const id = pick(there(cases, ({ completed, archived }) => completed !== undefined && archived === undefined), deed.of);
        if (id !== undefined) await world.restart(id, next++, cases.get(id)!.customer);
        break;
      }
      case 'wait':
        world.now += deed.milliseconds;
        break;
      case 'retain':
        await world.retain(Math.min(deed.behind, seen));
        break;
    }
    await observe();
  }
  // In the end everything goes that may go, with all that goes with it.
  world.now += 40_000 * DAY;
  for (let round = 0; round < 4; round++) {
    await world.retain();
    await observe();
  }
  for (const [id, its] of observer.cases) {
    if (its.completed !== undefined && its.days >= 0 && !its.deleted) throw new Error(`Case ${id} is still there at ${isoTime(world.now)}.`);
  }
  for (const [id, { days: kept, deleted }] of observer.customers) {
    const hasCases = there(observer.cases, ({ customer }) => customer === id).length > 0;
    if (kept >= 0 && !hasCases && !deleted) throw new Error(`Customer ${id} is still there.`);
  }
  for (const [id, document] of observer.documents) {
    const owner = observer.ownerOf(document);
    if (!document.deleted && (owner === 'deleted' || (owner === 'neither' && document.days >= 0))) throw new Error(`Document ${id} is still there.`);
  }
}

describe('retention', () => {
  it('never deletes early, whatever happens, however old what it knows is, and forgets nothing', async () => {
    await fc.assert(fc.asyncProperty(deeds, live), { numRuns: 300 });
  }, 60_000);
});
