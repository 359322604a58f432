import { beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Aggregate } from './aggregate.js';
import { eventCodec, type EventOfCodec } from './codec.js';
import type { CommandContext } from './command-context.js';
import { CommandRunner } from './command-runner.js';
import { ClosedStreamError, conflict, DomainError } from './errors.js';
import { defineEvent } from './event.js';
import { type AppendResult, type ExpectedRevision, type NewEvent, StoreUnavailableError, UnknownOutcomeError } from './event-store.js';
import { InMemoryEventStore } from './testing/in-memory-event-store.js';
import { ManualTime } from './testing/manual-time.js';

const codec = eventCodec([defineEvent('counter-raised', z.object({ by: z.int() }))]);
type CounterEvent = EventOfCodec<typeof codec>;
const counter: Aggregate<number, CounterEvent> = {
  category: 'counter',
  codec,
  initialState: 0,
  evolve: (sum, event) => sum + event.data.by,
};
const closableCodec = eventCodec([defineEvent('counter-raised', z.object({ by: z.int() })), defineEvent('counter-closed', z.object({}))]);
const STREAM = 'counter-acme.1';
const raise = (by: number) => (): CounterEvent[] => [{ type: 'counter-raised', data: { by } }];
const command = (commandId: string): CommandContext => ({
  org: 'acme',
  actor: 'client:1',
  commandId,
  correlationId: 'request-1',
  now: Date.parse('2026-01-02T03:04:05.678Z'),
});

/** Says how appends end, one after the other; beyond the list they just work. */
class TroubledStore extends InMemoryEventStore {
  readonly sent: string[][] = [];
  constructor(private readonly troubles: ((append: () => Promise<AppendResult>) => Promise<AppendResult>)[] = []) {
    super();
  }
  override append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.sent.push(events.map(({ id }) => id));
    const trouble = this.troubles.shift() ?? ((append) => append());
    return trouble(() => super.append(stream, expected, events));
  }
}

describe('running a command', () => {
  let store: InMemoryEventStore;
  let runner: CommandRunner;
  beforeEach(() => {
    store = new InMemoryEventStore();
    runner = new CommandRunner(store);
  });
  const revisions = async (): Promise<number[]> => (await store.readStream(STREAM)).map(({ revision }) => revision);

  describe('that has to be held', () => {
    const held: string[] = [];
    const claim = (hold: () => Promise<void>): CommandContext => ({
      ...command('claimed'),
      claim: { hold, content: () => undefined, id: (_, take) => take(), bytes: () => Buffer.alloc(0) },
    });
    const holding = claim(async () => {
      held.push(`held at ${(await revisions()).length}`);
    });
    beforeEach(() => {
      held.length = 0;
    });

    it('is held before it writes, and only then', async () => {
      await runner.run(counter, STREAM, () => [], holding);
      await expect(runner.run(counter, STREAM, () => { throw conflict('no', 'No.'); }, holding)).rejects.toThrow('No.');
      expect(held).toEqual([]);
      await runner.run(counter, STREAM, raise(2), holding);
      await runner.run(counter, STREAM, raise(2), holding);
      expect(held).toEqual(['held at 0']);
    });

    it('writes nothing when somebody else holds it', async () => {
      const refused = claim(() => Promise.reject(new Error('Somebody else is at it.')));
      await expect(runner.run(counter, STREAM, raise(2), refused)).rejects.toThrow('Somebody else is at it.');
      expect(await revisions()).toEqual([]);
    });
  });

  it('loads, decides, appends, and answers with the state after it', async () => {
    await runner.run(counter, STREAM, raise(2), command('a'));
    const { state, revision, events, resent } = await runner.run(counter, STREAM, raise(3), command('b'));
    expect({ state, revision, resent, count: events.length }).toEqual({ state: 5, revision: 1, resent: false, count: 1 });
    expect((await store.readStream(STREAM))[1]?.metadata).toEqual({
      org: 'acme',
      actor: 'client:1',
      command_id: 'b',
      schema_version: 1,
      occurred_at: '2026-01-02T03:04:05.678Z',
      $correlationId: 'request-1',
      $causationId: 'b',
    });
  });

  it('appends nothing when nothing was decided', async () => {
    const outcome = await runner.run(counter, STREAM, () => [], command('a'));
    expect(outcome).toEqual({ state: 0, revision: -1, events: [], resent: false, hasEnded: false });
    expect(await revisions()).toEqual([]);
  });

  it('appends nothing when the decision refuses', async () => {
    const refuse = (): CounterEvent[] => {
      throw conflict('full', 'The counter is full.');
    };
    await expect(runner.run(counter, STREAM, refuse, command('a'))).rejects.toMatchObject({ code: 'full' });
    expect(await revisions()).toEqual([]);
  });

  it('gives a command that comes again its first answer, whatever has happened since', async () => {
    const first = await runner.run(counter, STREAM, raise(2), command('a'));
    await runner.run(counter, STREAM, raise(40), command('b'));
    const again = await runner.run(counter, STREAM, raise(2), command('a'));
    expect(again).toMatchObject({ state: 2, revision: 0, resent: true });
    expect(again.events.map(({ id }) => id)).toEqual(first.events.map(({ id }) => id));
    expect(await revisions()).toEqual([0, 1]);
  });

  it('takes a new stream as empty without loading it, and loads it when it is not', async () => {
    await runner.run(counter, STREAM, raise(2), command('a'), true);
    const { state } = await runner.run(counter, STREAM, (sum) => raise(sum)(), command('b'), true);
    expect(state).toBe(4);
    expect((await runner.run(counter, STREAM, raise(2), command('a'), true)).resent).toBe(false);
    expect(await revisions()).toEqual([0, 1]);
  });

  it('decides anew on the newer state when somebody else was faster', async () => {
    const seen: number[] = [];
    const decide = (sum: number): CounterEvent[] => {
      seen.push(sum);
      return raise(1)();
    };
    const beaten: TroubledStore = new TroubledStore([(append) => writeFirst(beaten, 0).then(append)]);
    const { state } = await new CommandRunner(beaten).run(counter, STREAM, decide, command('a'));
    expect(seen).toEqual([0, 1]);
    expect(state).toBe(2);
  });

  it('lets fifty commands that come at once take turns, also behind one that is refused', async () => {
    const all = Array.from({ length: 50 }, (_, index) =>
      index === 10
        ? runner.run(counter, STREAM, () => { throw conflict('full', 'The counter is full.'); }, command(`c${index}`)).catch(() => undefined)
        : runner.run(counter, STREAM, raise(1), command(`c${index}`)),
    );
    await Promise.all(all);
    expect((await runner.read(counter, STREAM)).state).toBe(49);
  });

  it('gives up with a conflict after five decisions', async () => {
    let rivals = 0;
    const beaten: TroubledStore = new TroubledStore(
      Array.from({ length: 9 }, () => (append: () => Promise<AppendResult>) => writeFirst(beaten, rivals++).then(append)),
    );
    await expect(new CommandRunner(beaten).run(counter, STREAM, raise(1), command('a'))).rejects.toMatchObject({
      kind: 'conflict',
      code: 'too_many_writers',
    });
    expect(rivals).toBe(5);
  });

  it('sends the identical append again when its outcome is not known, and finds it done', async () => {
    const troubled = new TroubledStore([
      async (append) => {
        await append();
        throw new UnknownOutcomeError('The connection broke.');
      },
      () => Promise.reject(new UnknownOutcomeError('Timed out.')),
    ]);
    const { state, revision } = await new CommandRunner(troubled).run(counter, STREAM, raise(7), command('a'));
    expect({ state, revision }).toEqual({ state: 7, revision: 0 });
    expect(new Set(troubled.sent.map(String)).size).toBe(1);
    expect(troubled.sent.length).toBe(3);
    expect(await troubled.readStream(STREAM)).toHaveLength(1);
  });

  it('answers unavailable when the outcome stays unknown, or the store cannot be reached', async () => {
    const unknown = new TroubledStore(Array.from({ length: 9 }, () => () => Promise.reject(new UnknownOutcomeError('Timed out.'))));
    await expect(new CommandRunner(unknown).run(counter, STREAM, raise(1), command('a'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'outcome_unknown',
    });
    expect(unknown.sent.length).toBe(4);
    const away = new TroubledStore([() => Promise.reject(new StoreUnavailableError('No connection.'))]);
    const refused: unknown = await new CommandRunner(away).run(counter, STREAM, raise(1), command('a')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DomainError);
    expect(refused).toMatchObject({ kind: 'unavailable', code: 'event_store_unavailable' });
  });

  it('answers unavailable within five seconds, itself and those that wait behind it, when every call takes two', async () => {
    const time = new ManualTime();
    const frozen = new TroubledStore(
      Array.from({ length: 9 }, () => async () => {
        await time.delay(2_000);
        throw new UnknownOutcomeError('Timed out.');
      }),
    );
    const impatient = new CommandRunner(frozen, { clock: time });
    const arrived = time.now();
    const answers = ['a', 'b', 'c'].map((id) =>
      impatient.run(counter, STREAM, raise(1), command(id)).catch((error: unknown) => ({ error, after: time.now() - arrived })),
    );
    while (time.now() - arrived < 6_000) {
      for (let turn = 0; turn < 100; turn++) await Promise.resolve();
      time.advance(500);
    }
    expect(await Promise.all(answers)).toMatchObject([
      { error: { code: 'outcome_unknown' }, after: 4_000 },
      { error: { code: 'event_store_unavailable' }, after: 4_000 },
      { error: { code: 'event_store_unavailable' }, after: 4_000 },
    ]);
    expect(new Set(frozen.sent.map(String)).size).toBe(1);
  });

  it('lets those behind it try when it found the store away at once', async () => {
    const away = new TroubledStore([() => Promise.reject(new StoreUnavailableError('No connection.'))]);
    const patient = new CommandRunner(away);
    const first = patient.run(counter, STREAM, raise(1), command('a')).catch(() => 'refused');
    const second = patient.run(counter, STREAM, raise(2), command('b'));
    expect(await first).toBe('refused');
    expect((await second).state).toBe(2);
  });
});

/** Somebody else writes to the stream, past the troubles of the store. */
function writeFirst(store: InMemoryEventStore, index: number): Promise<AppendResult> {
  const metadata = {
    org: 'acme',
    actor: 'client:2',
    command_id: `rival-${index}`,
    schema_version: 1,
    occurred_at: '2026-01-02T03:04:05.678Z',
    $correlationId: 'rival',
    $causationId: 'rival',
  };
  const event = { id: `00000000-0000-5000-8000-00000000000${index}`, type: 'counter-raised', data: { by: 1 }, metadata };
  return InMemoryEventStore.prototype.append.call(store, STREAM, 'any', [event]);
}

describe('a stream that has ended', () => {
  const closable: Aggregate<number | undefined, EventOfCodec<typeof closableCodec>> = {
    category: 'counter',
    codec: closableCodec,
    closedBy: 'counter-closed',
    initialState: undefined,
    evolve: (sum, event) => (event.type === 'counter-closed' ? undefined : (sum ?? 0) + event.data.by),
  };
  const closed = new ClosedStreamError('counter');

  it('takes no more events, whatever is decided and whether it was thought to be new; earlier commands find their answers', async () => {
    const store = new InMemoryEventStore();
    const runner = new CommandRunner(store);
    const raised = await runner.run(closable, STREAM, raise(2), command('first'));
    const close = await runner.run(closable, STREAM, () => [{ type: 'counter-closed', data: {} }], command('close'));
    expect([raised.hasEnded, close.hasEnded]).toEqual([false, true]);
    for (const isNew of [true, false]) {
      await expect(runner.run(closable, STREAM, raise(1), command('late'), isNew)).rejects.toThrow(closed);
    }
    expect(closed).toMatchObject({ kind: 'not_found', code: 'counter_not_found' });
    expect(await runner.run(closable, STREAM, () => [], command('asks'))).toMatchObject({ state: undefined, revision: 1, events: [] });
    expect(await runner.run(closable, STREAM, raise(2), command('first'))).toMatchObject({ state: raised.state, resent: true, hasEnded: true });
    expect(await store.readStream(STREAM)).toHaveLength(2);
  });
});
