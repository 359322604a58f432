import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';

/** Members of a group with another rule are not let in while there are any with this one. */
const NAME = 'casetrail-co-partitioned';
const VERSION = 0;

/**
 * Who owns which partitions: partition `p` of every topic goes to the same member, so that the owner of a message's
 * partition owns its dead letters. Spread evenly; members without any wait until others leave. Pure.
 */
export function coPartitions(memberIds: readonly string[], partitions: Readonly<Record<string, number>>): Map<string, Record<string, number[]>> {
  const members = [...memberIds].sort();
  const owned = new Map(members.map((id): [string, Record<string, number[]>] => [id, {}]));
  for (const [topic, count] of Object.entries(partitions)) {
    for (let partition = 0; partition < count; partition++) {
      const owner = owned.get(members[partition % members.length] ?? '');
      if (owner !== undefined) (owner[topic] ??= []).push(partition);
    }
  }
  return owned;
}

/** The same as kafkajs wants it. */
export const coPartitioning: PartitionAssigner = ({ cluster }) => ({
  name: NAME,
  version: VERSION,
  protocol: ({ topics }) => ({
    name: NAME,
    metadata: AssignerProtocol.MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.alloc(0) }),
  }),
  assign: async ({ members, topics }) => {
    const partitions = Object.fromEntries(topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]));
    const owned = coPartitions(members.map(({ memberId }) => memberId), partitions);
    return [...owned].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: VERSION, assignment, userData: Buffer.alloc(0) }),
    }));
  },
});
