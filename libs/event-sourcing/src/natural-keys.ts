import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Aggregate } from './aggregate.js';
import { eventCodec, type EventOfCodec } from './codec.js';
import type { CommandContext } from './command-context.js';
import type { CommandRunner } from './command-runner.js';
import { defineEvent } from './event.js';
import { streamName } from './stream-name.js';
import { uuidV5 } from './uuid.js';

/** Every event of a claim's stream. */
export const naturalKeyCodec = eventCodec([
  /** A key of the outside world now stands for one of our ids: the last one that was claimed for it. */
  defineEvent('key-claimed', z.object({ holder: z.int().positive() })),
]);

type KeyEvent = EventOfCodec<typeof naturalKeyCodec>;

/** The id that a key stands for. */
export interface HeldId {
  readonly id: number;
  /** Whether the key was claimed for it just now, so that most likely nothing was made with it yet. */
  readonly isNew: boolean;
}

/** How many claims a process keeps in mind: some megabytes. */
const REMEMBERED = 10_000;

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
  /** Holders by the stream of the claim. One that is no more may stand here when another process has claimed the key anew. */
  private readonly known = new Map<string, number>();

  /** @param category of the claims' streams, e.g. `customerKey`. */
  constructor(private readonly runner: CommandRunner, category: string) {
    this.aggregate = { category, codec: naturalKeyCodec, initialState: undefined, evolve: (_, event) => event.data.holder };
  }

  /**
   * The id that the key stands for, until what has it is deleted: the one that was claimed first; `isNew` when that was just now. A key that
   * this process has not met is claimed without looking, which is one call for a key that is new; the store refuses
   * to have it claimed twice.
   *
   * @param propose gives the id to claim, for whoever it is told: not for the command, which finds it by the claim when it
   *   comes again. Wasted when somebody holds the key. When it refuses, only a key that is held stands for an id.
   */
  async idOf(org: string, key: string, propose: (by: Pick<CommandContext, 'org'>) => Promise<number>, context: CommandContext): Promise<HeldId> {
    const stream = this.stream(org, key);
    const known = this.known.get(stream);
    if (known !== undefined) return { id: known, isNew: false };

    let proposed: number;
    try {
      proposed = await propose({ org });
    } catch (refusal) {
      const held = await this.holderOf(org, key);
      if (held === undefined) throw refusal;
      return { id: held, isNew: false };
    }
    const { state: id = proposed } = await this.runner.run(
      this.aggregate,
      stream,
      (holder) => (holder === undefined ? [{ type: 'key-claimed', data: { holder: proposed } }] : []),
      claiming(proposed, context),
      true,
    );
    this.remember(stream, id);
    return { id, isNew: id === proposed };
  }

  /**
   * Claims a key anew whose holder is no more. Of those who come at once one is first; the others get its id. Again a claim is
   * no proof of anything.
   *
   * @param gone the holder that was found to be no more.
   */
  async takeOver(org: string, key: string, gone: number, propose: (by: Pick<CommandContext, 'org'>) => Promise<number>, context: CommandContext): Promise<HeldId> {
    const stream = this.stream(org, key);
    const proposed = await propose({ org });
    const { state: id = proposed } = await this.runner.run(
      this.aggregate,
      stream,
      (holder) => (holder === undefined || holder === gone ? [{ type: 'key-claimed', data: { holder: proposed } }] : []),
      claiming(proposed, context),
    );
    this.remember(stream, id);
    return { id, isNew: id === proposed };
  }

  /** The id that the key stands for; undefined while nobody has claimed it. */
  async holderOf(org: string, key: string): Promise<number | undefined> {
    const stream = this.stream(org, key);
    const known = this.known.get(stream);
    if (known !== undefined) return known;
    const { state: held } = await this.runner.read(this.aggregate, stream);
    if (held !== undefined) this.remember(stream, held);
    return held;
  }

  private remember(stream: string, id: number): void {
    this.known.set(stream, id);
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
  }

  private readonly stream = (org: string, key: string): string => streamName(this.aggregate.category, org, hash('sha256', key));
}

/**
 * A claim is a command of its own, by the id that it is for: the same command may come twice at once and propose two ids, and
 * the store must not take the second claim for the first one sent again.
 */
const claiming = (id: number, context: CommandContext): CommandContext => ({
  ...context,
  commandId: uuidV5(`${context.commandId}/claim/${id}`),
  causationId: context.causationId ?? context.commandId,
});
