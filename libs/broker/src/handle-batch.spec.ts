import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ConsumerStatus, type Message, type ReceivedMessage, UnprocessableMessageError } from './broker.js';
import { ConsumerDeadLetters, toRecordMessage } from './dead-letters/index.js';
import { handleBatch } from './handle-batch.js';

/** What becomes of one attempt to handle a message or to write records. The process may die before the effect or after. */
type Fate = 'works' | 'fails' | 'unprocessable' | 'outage' | 'dies before' | 'dies after';

/** A stretch of a consumer's life. */
interface Round {
  readonly arrivals: readonly string[];
  readonly replay: boolean;
  /** Whether the consumer then begins anew, from what is stored. */
  readonly restart: boolean;
  /** Whether the group's offset is stored. */
  readonly stored: boolean;
}

const BATCH = 5;

/** A topic, its dead-letter topic, and a consumer to whom things happen. When the fates have run out, everything works. */
class World {
  readonly statuses: ConsumerStatus[] = [];
  private readonly topic: ReceivedMessage[] = [];
  private readonly records: ReceivedMessage[] = [];
  private readonly handled: ReceivedMessage[] = [];
  private readonly fates: Fate[];
  private process = new AbortController();
  private letters = this.restored();
  private offset = 0;
  private storedOffset = 0;

  constructor(fates: readonly Fate[]) {
    this.fates = [...fates];
  }

  async live({ arrivals, replay, restart, stored }: Round): Promise<void> {
    for (const key of arrivals) append(this.topic, 't', { key, headers: {}, value: String(this.topic.length) });
    if (replay) {
      for (const key of this.letters.parked.names) {
        this.letters.notice(append(this.records, 'd', toRecordMessage({ kind: 'replay-requested', key })));
      }
    }
    this.offset += await handleBatch(this.topic.slice(this.offset, this.offset + BATCH), {
      letters: this.letters,
      retrying: { timer: { delay: () => Promise.resolve() }, random: () => 0 },
      options: {
        topic: 't', group: 'g', concurrency: 2, attempts: 2, signal: this.process.signal,
        handle: (message) => this.meetFate(() => this.handled.push(message)),
        isOutage: (error) => (error as Error).message === 'outage',
        onStatus: (status) => this.statuses.push(status),
      },
    });
    if (stored) this.storedOffset = this.offset;
    if (!restart && !this.process.signal.aborted) return;
    this.process = new AbortController();
    this.offset = this.storedOffset;
    this.letters = this.restored();
  }

  /** Goes on, with replays, until nothing is left to do. */
  async comeToRest(): Promise<void> {
    while (this.offset < this.topic.length || this.letters.parked.names.length > 0) {
      await this.live({ arrivals: [], replay: true, restart: false, stored: true });
    }
  }

  sent(key: string): string[] {
    return this.topic.filter((message) => message.key === key).map(({ value }) => value);
  }

  handledOf(key: string): string[] {
    return this.handled.filter((message) => message.key === key).map(({ value }) => value);
  }

  private restored(): ConsumerDeadLetters {
    const write = (records: readonly Message[]): Promise<void> =>
      this.meetFate(() => {
        for (const record of records) append(this.records, 'd', record);
      });
    const letters = new ConsumerDeadLetters(write, { now: () => this.records.length });
    for (const record of this.records) letters.restore(record);
    return letters;
  }

  private async meetFate(effect: () => void): Promise<void> {
    await Promise.resolve();
    const fate = this.fates.shift() ?? 'works';
    if (fate === 'works' || fate === 'dies after') effect();
    if (fate.startsWith('dies')) this.process.abort();
    if (fate === 'unprocessable') throw new UnprocessableMessageError(fate);
    if (fate !== 'works') throw new Error(fate);
  }
}

function append(topic: ReceivedMessage[], name: string, message: Message): ReceivedMessage {
  const received = { ...message, topic: name, offset: String(topic.length) };
  topic.push(received);
  return received;
}

const rounds = (restart: fc.Arbitrary<boolean>): fc.Arbitrary<Round[]> =>
  fc.array(
    fc.record({ arrivals: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }), replay: fc.boolean(), restart, stored: fc.boolean() }),
    { maxLength: 8 },
  );
const fates = (...choice: Fate[]): fc.Arbitrary<Fate[]> => fc.array(fc.constantFrom('works', ...choice), { maxLength: 60 });

async function lifeOf(stretches: readonly Round[], meets: readonly Fate[]): Promise<World> {
  const world = new World(meets);
  for (const round of stretches) await world.live(round);
  await world.comeToRest();
  return world;
}

describe('handling batches, whatever happens', () => {
  it('loses no message of a key and handles none after a later one, through failures, replays, crashes and duplicates', async () => {
    await fc.assert(
      fc.asyncProperty(rounds(fc.boolean()), fates('fails', 'unprocessable', 'outage', 'dies before', 'dies after'), async (stretches, meets) => {
        const world = await lifeOf(stretches, meets);
        for (const key of ['a', 'b', 'c']) {
          const handled = world.handledOf(key);
          // After a crash some are handled again. Then the first times are in order, and so are the last times.
          expect([...new Set(handled)]).toEqual(world.sent(key));
          expect([...new Set(handled.toReversed())].toReversed()).toEqual(world.sent(key));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('handles every message once while nothing crashes', async () => {
    await fc.assert(
      fc.asyncProperty(rounds(fc.constant(false)), fates('fails', 'unprocessable', 'outage'), async (stretches, meets) => {
        const world = await lifeOf(stretches, meets);
        for (const key of ['a', 'b', 'c']) expect(world.handledOf(key)).toEqual(world.sent(key));
      }),
      { numRuns: 300 },
    );
  });

  it('puts nothing aside in an outage', async () => {
    await fc.assert(
      fc.asyncProperty(rounds(fc.boolean()), fates('outage', 'dies before', 'dies after'), async (stretches, meets) => {
        const { statuses } = await lifeOf(stretches, meets);
        expect(statuses.filter(({ state }) => state === 'parked')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('handling a batch', () => {
  const round = { arrivals: [], replay: false, restart: false, stored: true };

  it('says that a message was put aside only when that is safe', async () => {
    const world = new World(['unprocessable', 'fails', 'outage', 'works']);
    await world.live({ ...round, arrivals: ['a'] });
    expect(world.statuses.map(({ state }) => state)).toEqual(['retrying', 'retrying', 'running', 'parked']);
  });

  it('does not give up a message for a failure of the end', async () => {
    const world = new World(['fails', 'dies before']);
    await world.live({ ...round, arrivals: ['a'] });
    await world.live(round);
    expect(world.handledOf('a')).toEqual(['0']);
    expect(world.statuses.map(({ state }) => state)).toEqual(['retrying', 'retrying']);
  });

  it('goes on with a replay in whose midst it was stopped', async () => {
    const putAside: Fate[] = ['unprocessable', 'works', 'works'];
    const firstReplayed: Fate[] = ['works', 'works'];
    const world = new World([...putAside, ...firstReplayed, 'dies before']);
    await world.live({ ...round, arrivals: ['a', 'a', 'a'] });
    expect(world.handledOf('a')).toEqual([]);
    await world.live({ ...round, replay: true });
    expect(world.handledOf('a')).toEqual(['0']);
    await world.live(round);
    expect(world.handledOf('a')).toEqual(['0', '1', '2']);
  });
});
