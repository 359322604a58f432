import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#event-sourcing';
import type { TopicMessage } from './topic-reader.js';
import { verifyTopic } from './verify-topic.js';

const started = (caseId: number, revision: number): RecordedEvent => ({
  id: `event ${caseId}@${revision}`,
  stream: `case-default.${caseId}`,
  revision,
  position: String(revision),
  type: 'case-started',
  data: {},
  metadata: { org: 'default', actor: 'client:x', command_id: 'c', schema_version: 1, occurred_at: '', $correlationId: 'r', $causationId: 'c' },
});

const told = (caseId: number, revision: number, offset: number, partition = caseId): TopicMessage => ({
  partition, offset, key: `default.${caseId}`, id: `event ${caseId}@${revision}`, type: 'casetrail.case.started.v1', sequence: revision,
});

const log = [started(1, 0), started(2, 0), started(1, 1)];
const flawless = [told(1, 0, 3), told(2, 0, 4), told(1, 1, 5)];

describe('the comparison of the topic with the log', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(verifyTopic(log, flawless)).toEqual([]);
    expect(verifyTopic([...log, { ...started(1, 2), type: 'check-skipped', data: { check_id: 1, reason: null } }], flawless)).toEqual([]);
  });

  it.each<[string, readonly TopicMessage[], string]>([
    ['an event that is missing', flawless.slice(1), 'unpublished'],
    ['a message that is there twice', [...flawless, told(2, 0, 9)], 'duplicate'],
    ['a message of what never happened', [...flawless, told(2, 1, 9)], 'unasked'],
    ['messages of a case out of order', [told(1, 0, 5), told(2, 0, 4), told(1, 1, 3)], 'disorder'],
    ['messages of a case in two partitions', [told(1, 0, 3), told(2, 0, 4), told(1, 1, 5, 2)], 'disorder'],
  ])('finds %s', (_, messages, rule) => {
    expect(verifyTopic(log, messages)).toMatchObject([{ rule }]);
  });
});
