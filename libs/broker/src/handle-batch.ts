import type { DeadLetter, ReceivedMessage } from './broker.js';
import { handleMessage, type Handling, note } from './handle-message.js';

/** What can be done at once: the replay of a key's letters, where there is no message, or the next message of a key. */
interface Step {
  readonly key: string;
  readonly message?: ReceivedMessage;
}

/**
 * Handles a batch and the replays that were asked for: one key's messages in order, different keys at the same time, and
 * always the earliest that may be begun, so that little is left undone before what is done when the signal comes. Says how
 * many messages from the batch's beginning are done, which is handled or safe among the dead letters: all, unless the
 * signal came. Never rejects.
 */
export async function handleBatch(batch: readonly ReceivedMessage[], handling: Handling): Promise<number> {
  const { parked } = handling.letters;
  const done = new Set<ReceivedMessage>();
  const busy = new Set<string>();
  let waiting: Step[] = [...parked.replayRequested.map((key) => ({ key })), ...batch.map((message) => ({ key: message.key, message }))];

  /** Those of one key that come together: behind letters all at once. */
  const next = (): readonly Step[] => {
    const first = waiting.find(({ key }) => !busy.has(key));
    if (first === undefined) return [];
    const together = first.message !== undefined && parked.has(first.key) ? waiting.filter(({ key }) => key === first.key) : [first];
    waiting = waiting.filter((step) => !together.includes(step));
    return together;
  };
  const work = async (): Promise<void> => {
    // When none is left but of keys that others are busy with, those will do them.
    for (let steps = next(); steps[0] !== undefined && !handling.options.signal.aborted; steps = next()) {
      const [{ key }] = steps as [Step];
      busy.add(key);
      const messages = steps.flatMap(({ message }) => message ?? []);
      if (!(await handleSteps(key, messages, handling))) return;
      for (const message of messages) done.add(message);
      busy.delete(key);
    }
  };
  await Promise.all(Array.from({ length: handling.options.concurrency ?? 1 }, work));

  const firstUndone = batch.findIndex((message) => !done.has(message));
  return firstUndone < 0 ? batch.length : firstUndone;
}

/** False when the signal came before they were done. */
async function handleSteps(key: string, messages: readonly ReceivedMessage[], handling: Handling): Promise<boolean> {
  const { parked } = handling.letters;
  const [message] = messages;
  if (message === undefined) {
    await replay(parked.lettersOf(key), handling);
    return !handling.options.signal.aborted;
  }
  return parked.has(key) ? parkBehind(messages, handling) : handleOrPark(message, handling);
}

/** Handles a key's letters in their order, as if they had just come, up to the first that fails again. */
async function replay(letters: readonly DeadLetter[], handling: Handling): Promise<void> {
  for (const letter of letters) {
    const ending = await handleMessage(letter.message, handling);
    if (ending.end === 'stopped') return;
    if (ending.end === 'given-up') {
      await putAside([letter.message], async () => [await handling.letters.keep(letter, ending.error, ending.attempts)], handling, ending.error);
      return;
    }
    // Dies the process here, the letter is handled once more.
    if (!(await note(letter.message, () => handling.letters.resolve(letter), handling))) return;
  }
}

/** False when the signal came before the message was done. */
async function handleOrPark(message: ReceivedMessage, handling: Handling): Promise<boolean> {
  const ending = await handleMessage(message, handling);
  if (ending.end !== 'given-up') return ending.end === 'done';
  return putAside([message], async () => [await handling.letters.park(message, ending.error, ending.attempts)], handling, ending.error);
}

/** Puts messages of a parked key behind its letters, without those that came before. */
async function parkBehind(messages: readonly ReceivedMessage[], handling: Handling): Promise<boolean> {
  const fresh = messages.filter((message) => !handling.letters.parked.hasSeen(message));
  return putAside(fresh, () => handling.letters.parkBehind(fresh), handling);
}

async function putAside(
  messages: readonly ReceivedMessage[],
  write: () => Promise<readonly DeadLetter[]>,
  handling: Handling,
  error?: unknown,
): Promise<boolean> {
  const [first] = messages;
  if (first === undefined) return true;
  let letters: readonly DeadLetter[] = [];
  const written = await note(first, async () => void (letters = await write()), handling);
  for (const letter of letters) handling.options.onStatus?.({ state: 'parked', letter, error });
  return written;
}
