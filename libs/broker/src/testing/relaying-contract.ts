import { expect, it } from '@jest/globals';
import { RelayFencedError } from '../broker.js';
import { type BrokerSpec, count, message, values } from './broker-fixtures.js';

/** Messages and a checkpoint that are stored together. */
export function relayingContract(spec: () => BrokerSpec): void {
  it('has no checkpoint before its first step, and keeps it after a restart', async () => {
    expect(await spec().broker.relay('r').checkpoint()).toBeUndefined();
    await spec().broker.relay('r').publish('cases', [message('a', '1')], { from: undefined, to: 'p1' });
    await spec().broker.relay('r').publish('cases', [], { from: 'p1', to: 'p2' });
    await spec().reopen();
    expect(await spec().broker.relay('r').checkpoint()).toBe('p2');
    expect(await spec().broker.relay('another').checkpoint()).toBeUndefined();
    expect(values(await spec().consume('g', count(1)))).toEqual(['1']);
  });

  it('fences a relay that was overtaken: nothing is published, the checkpoint stays', async () => {
    const [first, second] = [spec().broker.relay('r'), spec().broker.relay('r')];
    await first.publish('cases', [message('a', '1')], { from: undefined, to: 'p1' });
    await expect(second.publish('cases', [message('a', 'twice')], { from: undefined, to: 'p1' })).rejects.toThrow(RelayFencedError);
    await first.publish('cases', [message('a', '2')], { from: 'p1', to: 'p2' });
    await expect(second.publish('cases', [message('a', 'twice')], { from: 'p1', to: 'p3' })).rejects.toThrow(RelayFencedError);
    expect(await second.checkpoint()).toBe('p2');
    await spec().broker.publish('cases', [message('a', 'last')]);
    expect(values(await spec().consume('g', count(3)))).toEqual(['1', '2', 'last']);
  });

  it('stores neither messages nor checkpoint when one message cannot be stored', async () => {
    const messages = [message('a', '1'), spec().subject.unfit];
    await expect(spec().broker.relay('r').publish('cases', messages, { from: undefined, to: 'p1' })).rejects.toThrow();
    expect(await spec().broker.relay('r').checkpoint()).toBeUndefined();
    await spec().broker.publish('cases', [message('a', 'last')]);
    expect(values(await spec().consume('g', count(1)))).toEqual(['last']);
  });

  it('wakes a consumer that waits', async () => {
    const consuming = spec().consume('g', count(1));
    await spec().broker.relay('r').publish('cases', [message('a', '1')], { from: undefined, to: 'p1' });
    expect(values(await consuming)).toEqual(['1']);
  });
}
