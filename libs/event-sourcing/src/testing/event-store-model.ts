import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EventStore, type ExpectedRevision, type NewEvent, WrongExpectedRevisionError } from '../event-store.js';
import { newEvent, type OpenedEventStore } from './event-store-fixtures.js';

/** One step of a random history; `resend` sends an earlier append again, under the expectation it had or under `any`. */
type Step =
  | { readonly kind: 'append'; readonly stream: 0 | 1; readonly expect: 'right' | 'any' | 'no-stream' | number; readonly count: number }
  | { readonly kind: 'resend'; readonly which: number; readonly as: 'before' | 'any'; readonly change: 'none' | 'last' | 'longer' };

interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('append' as const),
      stream: fc.constantFrom(0 as const, 1 as const),
      expect: fc.oneof({ weight: 3, arbitrary: fc.constant('right' as const) }, fc.constantFrom('any' as const, 'no-stream' as const), fc.nat(6)),
      count: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({
      kind: fc.constant('resend' as const),
      which: fc.nat(),
      as: fc.constantFrom('before' as const, 'any' as const),
      change: fc.constantFrom('none' as const, 'none' as const, 'last' as const, 'longer' as const),
    }),
  ),
  { maxLength: 25 },
);

/** What a stream holds, and so what it must answer: the port's promise about appends in a dozen lines. */
class ModelStream {
  readonly ids: string[] = [];

  /** The revision to be answered; undefined for a conflict. */
  append(expected: ExpectedRevision, events: readonly NewEvent[]): number | undefined {
    const ids = events.map(({ id }) => id);
    const stored = ids.some((id) => this.ids.includes(id));
    const first = expected === 'any' ? (stored ? this.ids.indexOf(ids[0] ?? '') : this.ids.length) : expected === 'no-stream' ? 0 : expected + 1;
    if (first === this.ids.length) this.ids.push(...ids);
    const held = first >= 0 && ids.every((id, index) => this.ids[first + index] === id);
    return held ? first + ids.length - 1 : undefined;
  }
}

/** Random appends with right and wrong expectations, and appends that come again, whole or changed. */
export function modelContract(opened: () => OpenedEventStore): void {
  let run = 0;

  it('answers every append of a random history as the model does', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const { store } = opened();
        const streams = [`case-model.${++run}`, `log-model.${run}`];
        const models = new Map(streams.map((stream) => [stream, new ModelStream()]));
        const sent: Append[] = [];
        for (const step of history) {
          const append = next(step, sent, streams, models);
          if (!append) continue;
          sent.push(append);
          const length = models.get(append.stream)?.ids.length ?? 0;
          const revision = models.get(append.stream)?.append(append.expected, append.events);
          expect(await answerOf(store, append)).toEqual(revision ?? (length === 0 ? 'no-stream' : `at ${length - 1}`));
        }
        for (const [stream, model] of models) {
          const stored = await store.readStream(stream);
          expect(stored.map(({ id, revision }) => [id, revision])).toEqual(model.ids.map((id, index) => [id, index]));
        }
      }),
      { numRuns: 60, interruptAfterTimeLimit: 3_000 },
    );
  });

  it('gives any JSON back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (data) => {
        const { store } = opened();
        const stream = `case-model.${++run}`;
        await store.append(stream, 'no-stream', [{ ...newEvent(), data: data as NewEvent['data'] }]);
        const [stored] = await store.readStream(stream);
        expect(JSON.stringify(stored?.data)).toBe(JSON.stringify(data));
      }),
      { numRuns: 60, interruptAfterTimeLimit: 3_000 },
    );
  });
}

function next(step: Step, sent: readonly Append[], streams: readonly string[], models: ReadonlyMap<string, ModelStream>): Append | undefined {
  if (step.kind === 'append') {
    const stream = streams[step.stream] ?? '';
    const length = models.get(stream)?.ids.length ?? 0;
    const expected = step.expect === 'right' ? (length === 0 ? 'no-stream' : length - 1) : step.expect;
    return { stream, expected, events: Array.from({ length: step.count }, () => newEvent()) };
  }
  const earlier = sent[step.which % Math.max(sent.length, 1)];
  if (!earlier) return undefined;
  const { stream, events } = earlier;
  const expected = step.as === 'any' ? 'any' : earlier.expected;
  switch (step.change) {
    case 'none':
      return { stream, expected, events };
    case 'last':
      return { stream, expected, events: [...events.slice(0, -1), newEvent()] };
    case 'longer':
      return { stream, expected, events: [...events, newEvent()] };
  }
}

/** The answered revision, or what the conflict says of the stream. */
async function answerOf(store: EventStore, { stream, expected, events }: Append): Promise<number | string> {
  try {
    return (await store.append(stream, expected, events)).revision;
  } catch (error) {
    if (!(error instanceof WrongExpectedRevisionError)) throw error;
    return error.actual === 'no-stream' ? 'no-stream' : `at ${error.actual}`;
  }
}
