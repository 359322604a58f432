import type { DeadLetter, ReceivedMessage } from './broker.js';
import { handleMessage, type Handling, note } from './handle-message.js';

/**
 * Handles a batch and the replays that were asked for: one key's messages in order, different keys at the same time.
 * Says how many messages from the batch's beginning are done, which is handled or safe among the dead letters: all,
 * unless the signal came. Never rejects.
 */
export async function handleBatch(batch: readonly ReceivedMessage[], handling: Handling): Promise<number> {
  const done = new Set<ReceivedMessage>();
  const ofKeys = Map.groupBy(batch, (message) => message.key);
  for (const key of handling.letters.parked.replayRequested) ofKeys.set(key, ofKeys.get(key) ?? []);
  const lanes = ofKeys.entries();

  const work = async (): Promise<void> => {
    for (const [key, messages] of lanes) {
      const handled = await handleLane(key, messages, handling);
      for (const message of messages.slice(0, handled)) done.add(message);
      if (handling.options.signal.aborted) return;
    }
  };
  await Promise.all(Array.from({ length: handling.options.concurrency ?? 1 }, work));

  const firstUndone = batch.findIndex((message) => !done.has(message));
  return firstUndone < 0 ? batch.length : firstUndone;
}

/** Says how many of the key's messages are done. */
async function handleLane(key: string, messages: readonly ReceivedMessage[], handling: Handling): Promise<number> {
  const { parked } = handling.letters;
  if (parked.isReplayRequested(key)) await replay(parked.lettersOf(key), handling);
  for (const [index, message] of messages.entries()) {
    if (handling.options.signal.aborted) return index;
    if (parked.has(key)) return (await parkBehind(messages.slice(index), handling)) ? messages.length : index;
    if (!(await handleOrPark(message, handling))) return index;
  }
  return messages.length;
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
