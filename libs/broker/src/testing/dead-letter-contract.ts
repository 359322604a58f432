import { expect, it } from '@jest/globals';
import { type ConsumeOptions, type ConsumerStatus, type DeadLetter, type Message, type ReceivedMessage, UnprocessableMessageError } from '../broker.js';
import { type BrokerSpec, values } from './broker-fixtures.js';

const TOPIC = 'cases';
const GROUP = 'g';
const message = (key: string, value: string): Message => ({ key, headers: { ce_id: value }, value });
const lettersOf = (letters: readonly DeadLetter[], key: string): string[] => values(letters.map((letter) => letter.message).filter((one) => one.key === key));

/** What has happened while a consumer ran. */
interface Run {
  /** In the order in which they succeeded. */
  readonly handled: ReceivedMessage[];
  /** Every attempt, also those that failed. */
  readonly tried: ReceivedMessage[];
  /** In the order in which they were put aside; again when a replay has failed. */
  readonly parked: DeadLetter[];
}

/** What every broker promises of messages that cannot be handled. */
export function deadLetterContract(spec: () => BrokerSpec): void {
  const letters = () => spec().broker.deadLetters(TOPIC, GROUP);

  /** Consumes until `enough` says so; it is asked after every success and every letter. */
  async function consume(
    enough: (run: Run) => boolean,
    handle: (message: ReceivedMessage) => Promise<void>,
    options: Pick<Partial<ConsumeOptions>, 'attempts' | 'isOutage' | 'onStatus'> = { attempts: 2 },
  ): Promise<Run> {
    const run: Run = { handled: [], tried: [], parked: [] };
    const stop = new AbortController();
    const check = (): void => {
      if (enough(run)) stop.abort();
    };
    await spec().broker.consume({
      ...options,
      topic: TOPIC,
      group: GROUP,
      signal: stop.signal,
      handle: async (received) => {
        run.tried.push(received);
        await handle(received);
        run.handled.push(received);
        check();
      },
      onStatus: (status) => {
        options.onStatus?.(status);
        if (status.state !== 'parked') return;
        run.parked.push(status.letter);
        check();
      },
    });
    return run;
  }

  /** A handler that these messages are too much for. */
  const failingOn = (...bad: string[]) => async ({ value }: Message): Promise<void> => {
    if (bad.includes(value)) throw new Error(`cannot do ${value}`);
  };
  const works = failingOn();
  const publish = (...messages: Message[]): Promise<void> => spec().broker.publish(TOPIC, messages);
  const parks = (count: number) => ({ parked }: Run): boolean => parked.length >= count;
  const handles = (count: number) => ({ handled }: Run): boolean => handled.length >= count;

  it('are none where nothing has failed', async () => {
    expect(await letters().list()).toEqual([]);
    expect(await letters().replay()).toBe(0);
    expect(await letters().replay('a')).toBe(0);
  });

  it('hold a message that has failed as often as is allowed, as it was, with what went wrong', async () => {
    const sent: Message = { key: 'a', headers: { ce_id: '1', 'content-type': 'text/plain' }, value: 'Zoë 🦊' };
    await publish(sent);
    const statuses: string[] = [];
    const before = new Date().toISOString();
    const { tried } = await consume(parks(1), failingOn(sent.value), { attempts: 3, onStatus: ({ state }) => statuses.push(state) });
    expect(tried).toHaveLength(3);
    expect(statuses).toEqual(['retrying', 'retrying', 'parked']);
    const [letter, ...others] = await letters().list();
    expect(others).toEqual([]);
    expect(letter).toEqual({ message: tried[0], error: 'Error: cannot do Zoë 🦊', attempts: 3, parkedAt: expect.any(String) });
    expect(letter?.message).toEqual({ ...sent, topic: TOPIC, offset: expect.any(String) });
    expect([before, letter?.parkedAt, new Date().toISOString()].toSorted()[1]).toBe(letter?.parkedAt);
  });

  it('hold a message at once that can never be handled, also where attempts are without end', async () => {
    await publish(message('a', 'nonsense'));
    const refuse = async (): Promise<void> => {
      throw new UnprocessableMessageError('no event');
    };
    const { tried } = await consume(parks(1), refuse, {});
    expect(tried).toHaveLength(1);
    expect(await letters().list()).toEqual([{ message: tried[0], error: 'UnprocessableMessageError: no event', attempts: 1, parkedAt: expect.any(String) }]);
  });

  it('keep later messages of the key behind, untried and in order, while other keys go on', async () => {
    await publish(message('bad', '1'), message('good', '2'), message('bad', '3'), message('good', '4'), message('bad', '5'));
    const run = await consume(({ parked, handled }) => parked.length >= 3 && handled.length >= 2, failingOn('1'));
    expect(values(run.handled)).toEqual(['2', '4']);
    expect(new Set(values(run.tried.filter(({ key }) => key === 'bad')))).toEqual(new Set(['1']));
    const list = await letters().list();
    expect(lettersOf(list, 'bad')).toEqual(['1', '3', '5']);
    expect(list.map(({ attempts }) => attempts)).toEqual([2, 0, 0]);
    expect(list[1]?.error).toMatch(/waits/);
  });

  it('never hold a message that failed in an outage, however long it lasts', async () => {
    class Outage extends Error {}
    await publish(message('a', '1'), message('a', '2'));
    let left = 7;
    const statuses: ConsumerStatus[] = [];
    const run = await consume(
      handles(2),
      async () => {
        if (left-- > 0) throw new Outage('away');
      },
      { attempts: 2, isOutage: (error) => error instanceof Outage, onStatus: (status) => statuses.push(status) },
    );
    expect(values(run.handled)).toEqual(['1', '2']);
    expect(statuses.map((status) => (status.state === 'retrying' ? status.failures : status.state))).toEqual([1, 2, 3, 4, 5, 6, 7, 'running']);
    expect(await letters().list()).toEqual([]);
  });

  it('belong to one group', async () => {
    await publish(message('a', '1'));
    await consume(parks(1), failingOn('1'));
    expect(await spec().broker.deadLetters(TOPIC, 'another').list()).toEqual([]);
    expect(await spec().broker.deadLetters(TOPIC, 'another').replay()).toBe(0);
  });

  it('are there after a restart, and what comes later waits behind them', async () => {
    await publish(message('a', '1'));
    await consume(parks(1), failingOn('1'));
    await spec().reopen();
    await publish(message('a', '2'), message('b', '3'));
    const run = await consume(({ parked, handled }) => parked.length >= 1 && handled.length >= 1, works);
    expect(values(run.handled)).toEqual(['3']);
    expect(lettersOf(await letters().list(), 'a')).toEqual(['1', '2']);
  });

  it('are handled in order when a replay is asked for, and the key goes on', async () => {
    await publish(message('a', '1'), message('a', '2'));
    await consume(parks(2), failingOn('1'));
    expect(await letters().replay('a')).toBe(2);
    await publish(message('a', '3'));
    await spec().reopen();
    const run = await consume(handles(3), works);
    expect(values(run.handled)).toEqual(['1', '2', '3']);
    expect(run.handled[0]).toMatchObject({ headers: { ce_id: '1' }, topic: TOPIC });
    expect(await letters().list()).toEqual([]);
    await publish(message('a', '4'));
    expect(values((await consume(handles(1), works)).handled)).toEqual(['4']);
  });

  it('are replayed by a consumer that is at work', async () => {
    await publish(message('a', '1'), message('a', '2'));
    let mended = false;
    let asked: Promise<number> | undefined;
    const run = await consume(
      ({ parked, handled }) => {
        if (parked.length === 2) {
          mended = true;
          asked ??= letters().replay();
        }
        return handled.length >= 2;
      },
      async (received) => (mended ? works(received) : failingOn('1')(received)),
    );
    expect(values(run.handled)).toEqual(['1', '2']);
    expect(await asked).toBe(2);
  });

  it('are replayed for the key that was named, and no other', async () => {
    await publish(message('a', '1'), message('b', '2'));
    await consume(parks(2), failingOn('1', '2'));
    expect(await letters().replay('b')).toBe(1);
    expect(values((await consume(handles(1), works)).handled)).toEqual(['2']);
    expect(lettersOf(await letters().list(), 'a')).toEqual(['1']);
  });

  it('keep their places when one fails again, with the attempts that it has had and the latest error', async () => {
    await publish(message('a', '1'), message('a', '2'), message('a', '3'));
    await consume(parks(3), failingOn('1'));
    await letters().replay('a');
    const run = await consume(parks(1), failingOn('2'));
    expect(values(run.handled)).toEqual(['1']);
    expect((await letters().list()).map((letter) => [letter.message.value, letter.attempts, letter.error])).toEqual([
      ['2', 2, 'Error: cannot do 2'],
      ['3', 0, expect.stringMatching(/waits/)],
    ]);
    await letters().replay('a');
    await consume(parks(1), failingOn('2'));
    expect((await letters().list()).map(({ attempts }) => attempts)).toEqual([4, 0]);
    await letters().replay('a');
    expect(values((await consume(handles(2), works)).handled)).toEqual(['2', '3']);
    expect(await letters().list()).toEqual([]);
  });

  it('are not tried again unless somebody asks', async () => {
    await publish(message('a', '1'), message('a', '2'));
    await consume(parks(2), failingOn('1'));
    await letters().replay('a');
    await consume(parks(1), failingOn('1'));
    await spec().reopen();
    await publish(message('b', '3'));
    expect(values((await consume(handles(1), works)).tried)).toEqual(['3']);
    expect(lettersOf(await letters().list(), 'a')).toEqual(['1', '2']);
  });
}
