import { integrationEventsOf } from '#assembly';
import type { RecordedEvent } from '#event-sourcing';
import { type Violation, violationsOf } from '../load/violation.js';
import type { TopicMessage } from './topic-reader.js';

/** What the log says that the topic has to tell, as `<type> <id>`. */
export const impliedMessages = (log: readonly RecordedEvent[]): readonly string[] =>
  log.flatMap(integrationEventsOf).map(({ type, id }) => `${type} ${id}`);

/**
 * The topic against the log: every event that other services may know is there, once, and nothing else; what is told of one
 * case or customer is in one partition and in the order in which it happened.
 */
export function verifyTopic(log: readonly RecordedEvent[], messages: readonly TopicMessage[]): Violation[] {
  const implied = new Set(impliedMessages(log));
  const seen = new Map<string, number>();
  for (const { type, id } of messages) seen.set(`${type} ${id}`, (seen.get(`${type} ${id}`) ?? 0) + 1);
  return [
    ...violationsOf('unpublished')([...implied].filter((name) => !seen.has(name))),
    ...violationsOf('duplicate')([...seen].filter(([, times]) => times > 1).map(([name, times]) => `${name} is there ${times} times`)),
    ...violationsOf('unasked')([...seen.keys()].filter((name) => !implied.has(name)).map((name) => `${name} is told and never happened`)),
    ...violationsOf('disorder')(disorder(messages)),
  ];
}

function disorder(messages: readonly TopicMessage[]): string[] {
  const last = new Map<string, TopicMessage>();
  const problems: string[] = [];
  for (const message of [...messages].sort((a, b) => a.partition - b.partition || a.offset - b.offset)) {
    const { key, partition, sequence } = message;
    const before = last.get(key);
    if (before !== undefined && before.partition !== partition) problems.push(`${key} is in the partitions ${before.partition} and ${partition}`);
    if (before !== undefined && before.sequence > sequence) problems.push(`${key}: ${sequence} after ${before.sequence}`);
    last.set(key, message);
  }
  return problems;
}
