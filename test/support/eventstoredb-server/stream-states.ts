import type { EventStore } from '#event-sourcing';
import { isDeleted, type Limits, limitsIn } from './limits.js';
import type { Place } from './position.js';
import { type LogEvent, toLogEvent } from './stored-event.js';

/** The type of the events of `$$<stream>`, which hold the stream's metadata. */
export const METADATA = '$metadata';
/** The type of the event that ends a stream for ever. */
export const TOMBSTONE = '$streamDeleted';

export const metastreamOf = (stream: string): string => `$$${stream}`;
const isMetastream = (stream: string): boolean => stream.startsWith('$$');

/** Only the last event of a metastream is ever of interest. */
const OF_METASTREAMS: Limits = { maxCount: 1 };

interface Known {
  readonly place: Place;
  readonly data: string;
  readonly limits: Limits;
}

/**
 * What is to be known of a stream before it is read or written: its metadata, and whether it is deleted. All of it is in
 * the log, as events, and in memory, so that asking costs nothing.
 */
export class StreamStates {
  private readonly metadata = new Map<string, Known>();
  private readonly ended = new Set<string>();

  /** Reads what the log says of its streams. */
  static async load(store: EventStore): Promise<StreamStates> {
    const states = new StreamStates();
    const filter = { types: [METADATA, TOMBSTONE] };
    for (const recorded of await store.readAll({ filter, limit: Infinity })) {
      const event = toLogEvent(recorded);
      if (event.tombstone) states.end(event.stream);
      else states.learn(event);
    }
    return states;
  }

  /** Takes in an event that was stored, or was found to be; if it holds metadata, they are a stream's from now on. */
  learn({ stream, type, data, place }: Pick<LogEvent, 'stream' | 'type' | 'place'> & { readonly data: Uint8Array }): void {
    if (type !== METADATA || !isMetastream(stream)) return;
    const described = stream.slice(2);
    if (place <= (this.metadata.get(described)?.place ?? 0)) return;
    const text = Buffer.from(data).toString('utf8');
    this.metadata.set(described, { place, data: text, limits: limitsIn(text) });
  }

  /** Takes in that a tombstone was stored. */
  end(stream: string): void {
    this.ended.add(stream);
  }

  /** The data of the stream's last metadata event, as JSON text. */
  metadataOf(stream: string): string | undefined {
    return this.metadata.get(stream)?.data;
  }

  limitsOf(stream: string): Limits | undefined {
    return isMetastream(stream) ? OF_METASTREAMS : this.metadata.get(stream)?.limits;
  }

  /** Whether a tombstone ended it, or the stream whose metadata it holds: nothing is read from it or written to it again. */
  isTombstoned(stream: string): boolean {
    return this.ended.size > 0 && (this.ended.has(stream) || (isMetastream(stream) && this.ended.has(stream.slice(2))));
  }

  /** Whether its events are hidden until somebody writes to it again. */
  isSoftDeleted(stream: string): boolean {
    const known = this.metadata.get(stream);
    return known !== undefined && isDeleted(known.limits);
  }
}
