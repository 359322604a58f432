import type { BenchRow } from '../bench-row.js';
import { eventStoreDbCreateBench } from './create-case.bench.js';
import { latencyBench } from './latency.bench.js';
import { mongodbProjectionBench } from './projection.bench.js';
import { kafkaRelayBench } from './relay.bench.js';

export { onEngines } from './on-engines.js';

/** Benchmarks on EventStoreDB, MongoDB and Kafka, to be run by `onEngines`. */
export const engineBenches: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  'mongodb-projection': mongodbProjectionBench,
  'kafka-relay': kafkaRelayBench,
  latency: latencyBench,
  'eventstoredb-create': eventStoreDbCreateBench,
};
