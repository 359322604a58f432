import type { Kafka } from 'kafkajs';
import type { Clock, Logger } from '#event-sourcing';
import type { Retrying } from '../../handle-message.js';
import type { KafkaPublisher } from './kafka-publisher.js';
import type { TopicReader } from './topic-reader.js';
import type { Topics } from './topics.js';

/** What a consumer of a group is made of. */
export interface GroupParts {
  readonly kafka: Kafka;
  readonly prefix: string;
  readonly topics: Topics;
  readonly reader: TopicReader;
  readonly publisher: KafkaPublisher;
  readonly clock: Clock;
  readonly retrying: Retrying;
  readonly logger: Logger;
}
