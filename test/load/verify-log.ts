import type { RecordedEvent } from '#event-sourcing';
import type { Violation } from './violation.js';

/**
 * The log itself: positions ascend, each stream counts its revisions from 0 without a gap and in the order of the log,
 * no event is there twice, and the events of one command stand together in its stream.
 */
export function verifyLog(log: readonly RecordedEvent[]): Violation[] {
  const violations: Violation[] = [];
  const ids = new Set<string>();
  const next = new Map<string, number>();
  const lastOfCommand = new Map<string, number>();
  let before = '';
  for (const { id, stream, revision, position, metadata } of log) {
    const place = `${stream}@${revision}`;
    if (position <= before) violations.push({ rule: 'gap', what: `${place}: position ${position} after ${before}` });
    before = position;

    const expected = next.get(stream) ?? 0;
    if (revision !== expected) violations.push({ rule: 'gap', what: `${place}: expected revision ${expected}` });
    next.set(stream, revision + 1);

    if (ids.has(id)) violations.push({ rule: 'twice', what: `${place}: event ${id} is there already` });
    ids.add(id);

    const command = `${stream} ${metadata.command_id}`;
    const last = lastOfCommand.get(command);
    if (last !== undefined && last !== revision - 1) violations.push({ rule: 'twice', what: `${place}: command ${metadata.command_id} came back` });
    lastOfCommand.set(command, revision);
  }
  return violations;
}
