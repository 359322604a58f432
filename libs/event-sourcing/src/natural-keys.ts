import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Aggregate } from './aggregate.js';
import { eventCodec, type EventOfCodec } from './codec.js';
import type { CommandContext } from './command-context.js';
import type { CommandRunner } from './command-runner.js';
import { defineEvent } from './event.js';
import { streamName } from './stream-name.js';

/** Every event of a claim's stream. */
export const naturalKeyCodec = eventCodec([
  /** A key of the outside world now stands for one of our ids. */
  defineEvent('key-claimed', z.object({ holder: z.int().positive() })),
]);

type KeyEvent = EventOfCodec<typeof naturalKeyCodec>;

/** The id that a key stands for. */
export interface HeldId {
  readonly id: number;
  /** Whether the key was claimed for it just now, so that most likely nothing was made with it yet. */
  readonly isNew: boolean;
}

/**
 * Makes keys of the outside world (a customer's `external_id`) unique in an organization, on a store that is atomic
 * for one stream only: the key's own stream, named by its SHA-256, is claimed for an id *before* anything is made
 * with that id.
 *
 * A claim is no proof that the thing exists: whoever claimed may have died before making it, or may be about to. So
 * everybody who wants the key gets the same id and then tries to create that id's stream, which only one of them can.
 */
export class NaturalKeys {
  private readonly aggregate: Aggregate<number | undefined, KeyEvent>;

  /** @param category of the claims' streams, e.g. `customerKey`. */
  constructor(private readonly runner: CommandRunner, category: string) {
    this.aggregate = { category, codec: naturalKeyCodec, initialState: undefined, evolve: (_, event) => event.data.holder };
  }

  /**
   * The id that the key stands for, for ever: the one that was claimed first; `isNew` when that was just now.
   *
   * @param propose gives the id to claim; asked only when nobody holds the key, and wasted when somebody is faster.
   */
  async idOf(org: string, key: string, propose: () => Promise<number>, context: CommandContext): Promise<HeldId> {
    const held = await this.holderOf(org, key);
    if (held !== undefined) return { id: held, isNew: false };

    const proposed = await propose();
    const { state: id = proposed } = await this.runner.run(
      this.aggregate,
      this.stream(org, key),
      (holder) => (holder === undefined ? [{ type: 'key-claimed', data: { holder: proposed } }] : []),
      context,
      true,
    );
    return { id, isNew: id === proposed };
  }

  /** The id that the key stands for; undefined while nobody has claimed it. */
  async holderOf(org: string, key: string): Promise<number | undefined> {
    return (await this.runner.read(this.aggregate, this.stream(org, key))).state;
  }

  private readonly stream = (org: string, key: string): string => streamName(this.aggregate.category, org, hash('sha256', key));
}
