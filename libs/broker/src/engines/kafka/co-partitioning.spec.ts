import { describe, expect, it } from '@jest/globals';
import { AssignerProtocol, type Cluster, type Logger } from 'kafkajs';
import { coPartitioning, coPartitions } from './co-partitioning.js';

const counts = { cases: 6, 'cases.g.dead-letters': 6 };

describe('co-partitioning', () => {
  it.each([1, 2, 3, 4, 5, 6, 8])('gives every partition to one of %i members, and both topics\' to the same', (count) => {
    const members = Array.from({ length: count }, (_, i) => `member-${i}`);
    const owned = [...coPartitions(members, counts).values()];
    for (const { cases = [], 'cases.g.dead-letters': letters = [] } of owned) expect(letters).toEqual(cases);
    expect(owned.flatMap(({ cases = [] }) => cases).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const sizes = owned.map(({ cases = [] }) => cases.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it('does not depend on the order in which members are named', () => {
    const one = coPartitions(['b', 'a', 'c'], counts);
    expect([...coPartitions(['c', 'b', 'a'], counts)]).toEqual([...one]);
  });

  it('speaks the protocol of groups', async () => {
    const cluster = { findTopicPartitionMetadata: () => [{}, {}] } as unknown as Cluster;
    const assigner = coPartitioning({ cluster, groupId: 'g', logger: {} as Logger });
    const { name, metadata } = assigner.protocol({ topics: ['cases'] });
    expect(name).toBe('casetrail-co-partitioned');
    expect(AssignerProtocol.MemberMetadata.decode(metadata)?.topics).toEqual(['cases']);
    const assigned = await assigner.assign({ members: ['b', 'a'].map((memberId) => ({ memberId, memberMetadata: metadata })), topics: ['cases'] });
    const decoded = assigned.map(({ memberId, memberAssignment }) => [memberId, AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment]);
    expect(decoded).toEqual([['a', { cases: [0] }], ['b', { cases: [1] }]]);
  });
});
