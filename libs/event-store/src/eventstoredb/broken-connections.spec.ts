import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { UnknownOutcomeError } from '#event-sourcing';
import { FrailProxy } from '../../../../test/support/frail-proxy.js';
import { eventually } from '../testing/eventually.js';
import { newEvent, newEvents } from '../testing/new-events.js';
import { standIn } from '../testing/stand-in.js';
import { StoresOnStandIn } from '../testing/stores-on-stand-in.js';

const STREAM = 'case-acme.0';

let spec: StoresOnStandIn;
beforeEach(async () => {
  spec = await StoresOnStandIn.begun();
});
afterEach(() => spec.end());

describe('a process', () => {
  it('keeps its appends to one server when its connection to another breaks', async () => {
    const other = await standIn();
    try {
      const [lost, kept] = [spec.open(), spec.open(other.server)];
      await Promise.all([lost.append('a', 'no-stream', newEvents(1)), kept.append('a', 'no-stream', newEvents(1))]);
      spec.faults.freeze();
      const failing = Array.from({ length: 20 }, (_, index) => lost.append(`case-acme.${index}`, 'no-stream', newEvents(1)));
      other.server.faults.freeze();
      const working = Promise.all(Array.from({ length: 20 }, (_, index) => kept.append(`case-acme.${index}`, 'no-stream', newEvents(1))));
      spec.faults.dropConnections();
      for (const outcome of await Promise.allSettled(failing)) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(UnknownOutcomeError);
      other.server.faults.resume();
      expect(await working).toHaveLength(20);
    } finally {
      await spec.closeStores();
      await other.dispose();
    }
  });

  it('survives a connection that breaks while it takes nothing more', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const proxy = await FrailProxy.before({ host: '127.0.0.1', port: spec.server.server.port });
    const store = spec.open({ url: `esdb://${proxy.host}?tls=false` });
    try {
      await store.append(STREAM, 'no-stream', newEvents(1));
      proxy.freeze();
      const appends = Array.from({ length: 50 }, (_, index) =>
        store.append(`case-acme.${index}`, 'no-stream', [newEvent('thing-happened', { text: 'x'.repeat(50_000) })]),
      );
      const outcomes = Promise.allSettled(appends);
      // Until they are all on their way.
      for (let turn = 0; turn < 10; turn++) await nextTurn();
      proxy.cut();
      for (const outcome of await outcomes) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(UnknownOutcomeError);
      proxy.thaw();
      expect(await eventually(() => store.readStream(STREAM))).toHaveLength(1);
      expect(unhandled).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', unhandled);
      await store.close();
      await proxy.close();
    }
  });
});
