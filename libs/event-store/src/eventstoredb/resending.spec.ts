import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Aggregate, CommandRunner, defineEvent, eventCodec, type EventOfCodec, type EventStore } from '#event-sourcing';
import { newEvent } from '../testing/new-events.js';
import { idsIn, StoresOnStandIn } from '../testing/stores-on-stand-in.js';

const STREAM = 'case-acme.0';

let spec: StoresOnStandIn;
beforeEach(async () => {
  spec = await StoresOnStandIn.begun();
});
afterEach(() => spec.end());

describe('the same event at a newer revision', () => {
  it('is appended again by the server, as the port says', async () => {
    const store = spec.open();
    const event = newEvent();
    await store.append(STREAM, 'no-stream', [event]);
    expect(await store.append(STREAM, 0, [event])).toMatchObject({ revision: 1 });
  });

  const codec = eventCodec([defineEvent('counter-raised', z.object({ by: z.int() }))]);
  type CounterEvent = EventOfCodec<typeof codec>;
  const counter: Aggregate<number, CounterEvent> = { category: 'case', codec, initialState: 0, evolve: (sum, event) => sum + event.data.by };
  const raise = (store: EventStore, commandId: string) =>
    new CommandRunner(store).run(counter, STREAM, () => [{ type: 'counter-raised', data: { by: 1 } }], {
      org: 'acme',
      actor: 'client:1',
      commandId,
      correlationId: 'request',
      now: 0,
    });

  it('is not appended again by a command, which looks for its id first', async () => {
    const [mine, theirs] = [spec.open(), spec.open()];
    spec.faults.loseAnswers(1);
    expect(await raise(mine, 'a')).toMatchObject({ state: 1, revision: 0 });
    expect(await raise(theirs, 'b')).toMatchObject({ state: 2, revision: 1 });
    expect(await raise(mine, 'a')).toMatchObject({ state: 1, revision: 0, resent: true });
    expect((await raise(mine, 'c')).state).toBe(3);
    expect(await idsIn(mine, STREAM)).toHaveLength(3);
  });

  it('is not appended again where nothing is expected', async () => {
    const store = spec.open();
    const [event, other] = [newEvent(), newEvent()];
    const first = await store.append('log-acme', 'any', [event]);
    await store.append('log-acme', 'any', [other]);
    await store.close();
    await spec.server.stop();
    await spec.server.start();
    expect(await spec.open().append('log-acme', 'any', [event])).toEqual(first);
  });
});
