import { backoff } from '#event-sourcing';
import type { ConsumeOptions } from '../../broker.js';
import type { GroupParts } from './group-parts.js';
import { GroupSession } from './group-session.js';

/** So long at most after an outage the consumer is back. */
const LONGEST_PAUSE_MS = 1_000;

/** Consumes until the signal comes, whatever happens to the cluster or to kafkajs meanwhile: a membership that ends is replaced. */
export async function consumeGroup(options: ConsumeOptions, parts: GroupParts): Promise<void> {
  const { timer, random } = parts.retrying;
  let predecessor: string | undefined;
  for (let failures = 0; !options.signal.aborted; ) {
    const session = new GroupSession(options, parts);
    try {
      await session.run(predecessor);
    } catch (error) {
      failures = session.memberId === undefined ? failures + 1 : 1;
      predecessor = session.memberId ?? predecessor;
      parts.logger.error({ topic: options.topic, group: options.group, failures, err: error }, 'a consumer failed and is replaced');
      await timer.delay(Math.min(LONGEST_PAUSE_MS, backoff(failures, random())), options.signal);
    }
  }
}
