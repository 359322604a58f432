import { z } from 'zod';
import { eventCodec } from './codec.js';
import { type Clock, type Ids, isoTime } from './clock.js';
import type { CommandContext } from './command-context.js';
import { defineEvent } from './event.js';
import { type EventStore, WrongExpectedRevisionError } from './event-store.js';
import { streamName } from './stream-name.js';

/** Every event of a stream from which ids are taken. */
export const idBlockCodec = eventCodec([
  /** The ids from `from` to `to`, both included, belong to whoever wrote this. */
  defineEvent('ids-reserved', z.object({ from: z.int().positive(), to: z.int().positive() })),
]);

interface Block {
  next: number;
  readonly to: number;
}

/** How many ids a process takes at a time; what it has not used when it ends is never used: ids have gaps. */
const BLOCK_SIZE = 100;

/**
 * Counts integers per organization and kind, from 1, never the same one twice. They are taken in blocks from a stream
 * of the event store (`ids-acme.case`), so that any number of processes may count at the same time.
 */
export class IdBlocks {
  private readonly blocks = new Map<string, Promise<Block>>();

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The next id of this kind in the command's organization; a command that comes again gets the one that it had. */
  next({ org, claim }: Pick<CommandContext, 'org' | 'claim'>, kind: string): Promise<number> {
    const take = (): Promise<number> => this.take(org, kind);
    return claim ? claim.id(kind, take) : take();
  }

  private async take(org: string, kind: string): Promise<number> {
    const stream = streamName('ids', org, kind);
    for (;;) {
      const reserved = this.blocks.get(stream) ?? this.startBlock(org, stream);
      const block = await reserved;
      if (block.next <= block.to) return block.next++;
      if (this.blocks.get(stream) === reserved) this.blocks.delete(stream);
    }
  }

  /** Up to which id this log has given them out, or may have: a higher one was never an id of it. 0 for none. */
  async reservedUpTo(org: string, kind: string): Promise<number> {
    const [last] = await this.store.readStream(streamName('ids', org, kind), { direction: 'backwards', limit: 1 });
    return last ? idBlockCodec.decode(last).data.to : 0;
  }

  private startBlock(org: string, stream: string): Promise<Block> {
    const block = this.reserve(org, stream);
    this.blocks.set(stream, block);
    block.catch(() => this.blocks.delete(stream));
    return block;
  }

  private async reserve(org: string, stream: string): Promise<Block> {
    for (;;) {
      const [last] = await this.store.readStream(stream, { direction: 'backwards', limit: 1 });
      const from = last ? idBlockCodec.decode(last).data.to + 1 : 1;
      const to = from + BLOCK_SIZE - 1;
      const id = this.ids.uuid();
      const { data, schemaVersion } = idBlockCodec.encode({ type: 'ids-reserved', data: { from, to } });
      const metadata = {
        org,
        actor: 'system:ids',
        command_id: id,
        schema_version: schemaVersion,
        occurred_at: isoTime(this.clock.now()),
        $correlationId: id,
        $causationId: id,
      };
      try {
        await this.store.append(stream, last?.revision ?? 'no-stream', [{ id, type: 'ids-reserved', data, metadata }]);
        return { next: from, to };
      } catch (error) {
        // Another process took this block: take the one behind it.
        if (!(error instanceof WrongExpectedRevisionError)) throw error;
      }
    }
  }
}
