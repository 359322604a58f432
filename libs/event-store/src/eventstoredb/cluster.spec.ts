import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import { newEvents } from '../testing/new-events.js';
import { standIn } from '../testing/stand-in.js';
import { StoresOnStandIn } from '../testing/stores-on-stand-in.js';

const STREAM = 'case-acme.0';

let spec: StoresOnStandIn;
beforeEach(async () => {
  spec = await StoresOnStandIn.begun();
});
afterEach(() => spec.end());

describe('an append', () => {
  it('goes to the leader when another node has become it', async () => {
    const store = spec.open();
    await store.append(STREAM, 'no-stream', newEvents(1));
    spec.faults.notLeader(1);
    expect(await store.append(STREAM, 0, newEvents(1))).toMatchObject({ revision: 1 });

    const leader = await standIn();
    try {
      spec.faults.notLeader(1, { host: '127.0.0.1', port: leader.server.port });
      const elsewhere = newEvents(1);
      await store.append('case-acme.2', 'no-stream', elsewhere);
      expect(await spec.open(leader.server).readStream('case-acme.2')).toMatchObject(elsewhere);
      expect(await store.readStream('case-acme.2')).toMatchObject(elsewhere);
    } finally {
      await spec.closeStores();
      await leader.dispose();
    }
  });

  it('has an unknown outcome while nobody knows who leads', async () => {
    const store = spec.open();
    spec.faults.notLeader(2);
    await expect(store.append(STREAM, 'no-stream', newEvents(1))).rejects.toThrow(UnknownOutcomeError);
  });
});

describe('a cluster', () => {
  it('is found by its name, or by any of its nodes that is there', async () => {
    const { port } = spec.server.server;
    for (const nodes of [`esdb+discover://127.0.0.1:${port}`, `kurrentdb://127.0.0.1:1,127.0.0.1:${port}`]) {
      const store = spec.open({ url: `${nodes}?tls=false` });
      await store.append('case-acme.1', 'any', newEvents(1));
      expect(await store.readStream('case-acme.1')).not.toEqual([]);
    }
  });

  it('is away when none of its nodes is there', async () => {
    const store = spec.open({ url: 'esdb://127.0.0.1:1,127.0.0.1:2?tls=false&maxDiscoverAttempts=1' });
    await expect(store.append(STREAM, 'no-stream', newEvents(1))).rejects.toThrow(StoreUnavailableError);
    await expect(store.readStream(STREAM)).rejects.toThrow(StoreUnavailableError);
    await expect(store.subscribe()[Symbol.asyncIterator]().next()).rejects.toThrow(StoreUnavailableError);
  });
});
