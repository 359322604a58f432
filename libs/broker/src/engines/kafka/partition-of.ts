import { Partitioners } from 'kafkajs';

const partitioner = Partitioners.DefaultPartitioner();

/** The partition of a key: that of Java's default partitioner, on which other services count. An empty key is a key. */
export function partitionOf(key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({ partitionId }) as never);
  return partitioner({ topic: '', partitionMetadata, message: { key, value: '' } });
}
