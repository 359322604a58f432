// What filters let through, and what is said of the rest. It is stated for the stand-in, and for a real server when
// EVENTSTOREDB_URL names one.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventTypeFilter, type Filter, type Position, streamNameFilter } from '@eventstore/db-client';
import { eventually } from '../../eventually.js';
import { written } from './seen.js';
import { event, events, newName, newStream, useServer } from './spec-server.js';

const spec = useServer();
const category = newName();
const type = newName();
let before: Position;

beforeAll(async () => {
  before = (await spec.client.appendToStream(newStream(), events(0))).position!;
  await spec.client.appendToStream(`${category}-acme.1`, [event(1), event(2, `${type}-opened`)]);
  await spec.client.appendToStream(`${category}-other.1`, [event(3, `${type}-closed`), event(4)]);
  await spec.client.appendToStream(`${category}Claim-acme.1`, events(5));
});

/** What a subscription says until it is caught up. */
async function said(filter: Filter): Promise<unknown[]> {
  const subscription = spec.client.subscribeToAll({ fromPosition: before, filter });
  const words = written(subscription);
  await eventually(() => {
    expect(words).toContain('caught up');
  });
  await subscription.unsubscribe();
  return words.slice(1, -1);
}

it.each<[string, (name: string, type: string) => Filter, number[]]>([
  ['a category', (name) => streamNameFilter({ prefixes: [`${name}-`] }), [1, 2, 3, 4]],
  ['an organization of a category', (name) => streamNameFilter({ prefixes: [`${name}-acme.`] }), [1, 2]],
  ['two prefixes', (name) => streamNameFilter({ prefixes: [`${name}-other`, `${name}Claim-`] }), [3, 4, 5]],
  ['a prefix of categories', (name) => streamNameFilter({ prefixes: [name] }), [1, 2, 3, 4, 5]],
  ['a regular expression of streams', (name) => streamNameFilter({ regex: `^${name}.*-acme` }), [1, 2, 5]],
  ['a prefix of types', (_, type) => eventTypeFilter({ prefixes: [type] }), [2, 3]],
  ['a type', (_, type) => eventTypeFilter({ prefixes: [`${type}-closed`] }), [3]],
  ['a regular expression of types', (_, type) => eventTypeFilter({ regex: `${type}-(opened|closed)$` }), [2, 3]],
])('lets %s through', async (_name, filter, expected) => {
  expect(await said(filter(category, type))).toEqual(expected);
});

describe('checkpoints', () => {
  interface Intervals {
    readonly maxSearchWindow?: number;
    readonly checkpointInterval?: number;
  }

  /** The checkpoints of a subscription that no event concerns, as many as expected or more, until and after it is caught up. */
  async function checkpoints(options: Intervals, whileCaughtUp: () => Promise<unknown>, expected: number): Promise<Position[]> {
    const reached: Position[] = [];
    const filter = streamNameFilter({
      ...options,
      prefixes: [newName()],
      checkpointReached: (_subscription, position) => {
        reached.push(position);
      },
    });
    const subscription = spec.client.subscribeToAll({ fromPosition: before, filter });
    const words = written(subscription);
    await eventually(() => {
      expect(words).toContain('caught up');
    });
    await whileCaughtUp();
    await eventually(() => {
      expect(reached.length).toBeGreaterThanOrEqual(expected);
    });
    await subscription.unsubscribe();
    return reached;
  }

  it('close the catching up, wherever nothing was wanted', async () => {
    const { position } = await spec.client.appendToStream(newStream(), events(0));
    const [first] = await checkpoints({}, () => Promise.resolve(), 1);
    expect(first!.commit >= position!.commit).toBe(true);
  });

  it('come once in so many events, wanted or not, and never go back', async () => {
    const options = { maxSearchWindow: 10, checkpointInterval: 2 };
    const write = async (): Promise<unknown> => spec.client.appendToStream(newStream(), events(...Array(65).keys()));
    const reached = await checkpoints(options, write, 4);
    expect(reached.length).toBeLessThanOrEqual(6);
    const commits = reached.map(({ commit }) => commit);
    expect(commits).toEqual([...new Set(commits)].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('are places to begin again, with nothing left out', async () => {
    const stream = newStream();
    const [last] = (await checkpoints({}, () => Promise.resolve(), 1)).slice(-1);
    await spec.client.appendToStream(stream, events(8));
    const subscription = spec.client.subscribeToAll({ fromPosition: last!, filter: streamNameFilter({ prefixes: [stream] }) });
    const words = written(subscription);
    await eventually(() => {
      expect(words).toContain(8);
    });
    await subscription.unsubscribe();
  });
});
