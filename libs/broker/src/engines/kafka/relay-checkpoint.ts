import type { TopicMessages } from 'kafkajs';
import type { Position, Timer } from '#event-sourcing';
import type { PartitionBounds, TopicReader } from './topic-reader.js';
import type { Topics } from './topics.js';

/** A checkpoint as it was found. */
export interface FoundCheckpoint {
  readonly position: Position | undefined;
  /** Where its topic ended: while it ends there, the checkpoint is the same. */
  readonly end: number;
}

/** So far from its end the last checkpoint is looked for first; each takes two offsets, its record and the end of its transaction. */
const TAIL = 200;

/** A commit is answered before its end is written everywhere: usually a few milliseconds. An open transaction may last, and is not waited for. */
const LOOKS = 30;
const LOOK_EVERY_MS = 10;

/** Only the last is needed, and it is never removed. Small segments, because only closed ones are compacted. */
const KEEP_THE_LAST = { 'cleanup.policy': 'compact', 'segment.bytes': String(16 * 1024 * 1024), 'segment.ms': String(24 * 3_600_000) };

/**
 * The checkpoint of a relay: the last committed record of a topic of its own. Not an offset of a consumer group, which would
 * be quicker to read but is forgotten after a week without one. Changing the topic's name or its records loses checkpoints.
 */
export class RelayCheckpoint {
  private readonly topic: string;

  constructor(
    prefix: string,
    private readonly relay: string,
    private readonly topics: Topics,
    private readonly reader: TopicReader,
    private readonly timer: Timer,
  ) {
    this.topic = `${prefix}relay.${relay}.checkpoint`;
  }

  /** That of the last transaction whose end is there. */
  async read(): Promise<FoundCheckpoint> {
    await this.topics.ensure(this.topic, { partitions: 1, config: KEEP_THE_LAST });
    const { begin, end } = await this.settledBounds();
    const tail = Math.max(begin, end - TAIL);
    const last =
      (await this.reader.read(this.topic, 0, { begin: tail, end })).at(-1) ??
      (await this.reader.read(this.topic, 0, { begin, end: tail })).at(-1);
    return { position: last?.value, end };
  }

  /** Whether it is still as it was found. */
  async isUnchanged(found: FoundCheckpoint): Promise<boolean> {
    return (await this.reader.bounds(this.topic, 0)).end === found.end;
  }

  private async settledBounds(): Promise<PartitionBounds> {
    for (let look = 1; ; look++) {
      const bounds = await this.reader.bounds(this.topic, 0);
      if (look === LOOKS || !(await this.reader.hasOpenTransaction(this.topic, 0, bounds))) return bounds;
      await this.timer.delay(LOOK_EVERY_MS);
    }
  }

  /** What moves it. */
  record(position: Position): TopicMessages {
    return { topic: this.topic, messages: [{ key: this.relay, value: position }] };
  }
}
