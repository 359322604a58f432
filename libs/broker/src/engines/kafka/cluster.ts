import { type Broker, type Cluster, type Kafka, PartitionAssigners } from 'kafkajs';
import { isUnknownMember } from './kafka-errors.js';

/**
 * The cluster under the clients of kafkajs, for what none of them can do. It is not connected yet. kafkajs shows it to
 * partition assigners alone, so a consumer is made that is never used.
 */
export function clusterOf(kafka: Kafka): Cluster {
  let cluster: Cluster | undefined;
  kafka.consumer({
    groupId: 'never-joined',
    partitionAssigners: [
      (config) => {
        cluster = config.cluster;
        return PartitionAssigners.roundRobin(config);
      },
    ],
  });
  if (cluster === undefined) throw new Error('kafkajs did not give its cluster to the partition assigner.');
  return cluster;
}

/**
 * Tells the group that a member is gone that could not say so itself, because its broker was away. Otherwise the group
 * would wait until that member's session is over before it gives its partitions to anybody.
 */
export async function leaveFor(memberId: string, groupId: string, kafka: Kafka): Promise<void> {
  const cluster = clusterOf(kafka);
  try {
    await cluster.connect();
    const coordinator = (await cluster.findGroupCoordinator({ groupId })) as Broker & LeavesGroups;
    await coordinator.leaveGroup({ groupId, memberId });
  } catch (error) {
    if (!isUnknownMember(error)) throw error;
  } finally {
    await cluster.disconnect();
  }
}

/** What kafkajs has and its types have not. */
interface LeavesGroups {
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
}
