import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { HostLanes } from './host-lanes.js';

/** Work that is finished by hand. */
function workshop(lanes: HostLanes) {
  const begun: string[] = [];
  const finish = new Map<string, () => void>();
  return {
    begun,
    run: (host: string, name: string): void => {
      lanes.run(host, async () => {
        begun.push(name);
        const { promise, resolve } = Promise.withResolvers<undefined>();
        finish.set(name, () => {
          resolve(undefined);
        });
        await promise;
      });
    },
    finish: async (name: string): Promise<void> => {
      finish.get(name)!();
      await turnOfTheLoop();
    },
  };
}

describe('the lanes of hosts', () => {
  it('let a slow host wait for itself alone', async () => {
    const lanes = new HostLanes({ total: 4, perHost: 2 });
    const { begun, run, finish } = workshop(lanes);
    for (const name of ['slow1', 'slow2', 'slow3', 'slow4']) run('slow', name);
    run('quick', 'quick1');
    expect(begun).toEqual(['slow1', 'slow2', 'quick1']);
    await finish('slow2');
    expect(begun).toEqual(['slow1', 'slow2', 'quick1', 'slow3']);
  });

  it('do no more at once than they may, and let hosts take turns', async () => {
    const lanes = new HostLanes({ total: 2, perHost: 2 });
    const { begun, run, finish } = workshop(lanes);
    for (const name of ['a1', 'a2', 'a3', 'a4']) run('a', name);
    for (const name of ['b1', 'b2']) run('b', name);
    expect(begun).toEqual(['a1', 'a2']);
    await finish('a1');
    await finish('a2');
    expect([lanes.inFlight, begun.slice(2).sort()]).toEqual([2, ['a3', 'b1']]);
    for (const name of ['a3', 'b1', 'a4', 'b2']) await finish(name);
    expect([lanes.inFlight, begun.length]).toEqual([0, 6]);
  });

  it('finish what is under way when they are stopped, and begin nothing more', async () => {
    const lanes = new HostLanes({ total: 1, perHost: 1 });
    const { begun, run, finish } = workshop(lanes);
    run('a', 'a1');
    run('a', 'a2');
    const stopped = lanes.stop();
    run('b', 'b1');
    await finish('a1');
    await stopped;
    expect(begun).toEqual(['a1']);
    await new HostLanes({ total: 1, perHost: 1 }).stop();
  });
});
