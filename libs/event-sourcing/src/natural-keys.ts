import { hash } from 'node:crypto';
import type { CommandContext } from './command-context.js';
import type { CommandRunner } from './command-runner.js';
import { claiming, isClaimOf, keyAggregate, type KeyClaim } from './key-claim.js';
import { streamName } from './stream-name.js';

/** The id that a key stands for. */
export interface HeldId {
  readonly id: number;
  /** Whether the key was claimed for it just now, so that most likely nothing was made with it yet. */
  readonly isNew: boolean;
}

/** Gives an id to claim a key for, for whoever it is told. */
export type ProposeId = (by: Pick<CommandContext, 'org'>) => Promise<number>;

/**
 * Milliseconds within which whoever claimed a key to make something has made it, or is taken to be gone. Much longer than
 * that takes; who is slower still finds the thing made, under the same id, by whoever did not wait any longer.
 */
export const KEY_CLAIM_LASTS = 3_000;

/** How many claims a process keeps in mind: some megabytes. */
const REMEMBERED = 10_000;

/**
 * Makes keys of the outside world (a customer's `external_id`) unique in an organization, on a store that is atomic
 * for one stream only: the key's own stream, named by its SHA-256, is claimed for an id *before* anything is made
 * with that id.
 *
 * A claim is no proof that the thing exists: whoever claimed may have died before making it, or may be about to. So
 * everybody who wants the key gets the same id and then tries to create that id's stream, which only one of them can. Where the
 * others are to leave no trace, they ask first whose claim it is (`idToMake`).
 */
export class NaturalKeys {
  private readonly aggregate: ReturnType<typeof keyAggregate>;
  /** Holders by the stream of the claim. One that is no more may stand here when another process has claimed the key anew. */
  private readonly known = new Map<string, number>();

  /** @param category of the claims' streams, e.g. `customerKey`. */
  constructor(private readonly runner: CommandRunner, category: string) {
    this.aggregate = keyAggregate(category);
  }

  /**
   * The id that the key stands for, until what has it is deleted: the one that was claimed first; `isNew` when that was just now. A key that
   * this process has not met is claimed without looking, which is one call for a key that is new; the store refuses
   * to have it claimed twice.
   *
   * @param propose not asked for the command, which finds the id by the claim when it comes again. Wasted when somebody holds
   *   the key. When it refuses, only a key that is held stands for an id.
   */
  async idOf(org: string, key: string, propose: ProposeId, context: CommandContext): Promise<HeldId> {
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
    return this.claimAfter(undefined, stream, proposed, context);
  }

  /**
   * Claims a key anew whose holder is no more. Of those who come at once one is first; the others get its id. Again a claim is
   * no proof of anything.
   *
   * @param gone the holder that was found to be no more.
   */
  async takeOver(org: string, key: string, gone: number, propose: ProposeId, context: CommandContext): Promise<HeldId> {
    const stream = this.stream(org, key);
    const last = await this.lastClaim(stream);
    if (last && last.holder !== gone) return { id: this.remember(stream, last.holder), isNew: false };
    return this.claimAfter(last, stream, await propose({ org }), context);
  }

  /**
   * The id of a key with which nothing is made yet, for the command that has claimed it: nobody else is about to make
   * something with it. A claim that has come to nothing for so long passes to this command, with its id, so that whoever had it
   * can still not make a second thing; if it is the command's own, it is renewed.
   *
   * @param context whose `now` is the time by which claims are measured.
   * @param lasts milliseconds.
   * @returns undefined while the claim is another command's, and when it was claimed just now: what has become of it has to be
   *   looked at again.
   */
  async idToMake(org: string, key: string, context: CommandContext, lasts = KEY_CLAIM_LASTS): Promise<number | undefined> {
    const stream = this.stream(org, key);
    const last = await this.lastClaim(stream);
    if (!last) return undefined;
    if (context.now - last.at >= lasts) {
      await this.claimAfter(last, stream, last.holder, context);
      return undefined;
    }
    return isClaimOf(last, context) ? last.holder : undefined;
  }

  /** The id that the key stands for; undefined while nobody has claimed it. */
  async holderOf(org: string, key: string): Promise<number | undefined> {
    return this.known.get(this.stream(org, key)) ?? this.holderNow(org, key);
  }

  /** The same by the log alone, for when what is known to have the key turned out to be no more: another process may have claimed it anew. */
  async holderNow(org: string, key: string): Promise<number | undefined> {
    const stream = this.stream(org, key);
    const last = await this.lastClaim(stream);
    return last && this.remember(stream, last.holder);
  }

  /** Claims a key unless somebody has done so since its last claim was seen. A key of which none was seen is not looked at first. */
  private async claimAfter(seen: KeyClaim | undefined, stream: string, holder: number, context: CommandContext): Promise<HeldId> {
    const { state } = await this.runner.run(
      this.aggregate,
      stream,
      (last) => (last?.revision === seen?.revision ? [{ type: 'key-claimed', data: { holder } }] : []),
      claiming({ holder, revision: (seen?.revision ?? -1) + 1 }, context),
      seen === undefined,
    );
    const id = this.remember(stream, state?.holder ?? holder);
    return { id, isNew: id === holder };
  }

  private async lastClaim(stream: string): Promise<KeyClaim | undefined> {
    return (await this.runner.read(this.aggregate, stream)).state;
  }

  private remember(stream: string, id: number): number {
    this.known.set(stream, id);
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
    return id;
  }

  private readonly stream = (org: string, key: string): string => streamName(this.aggregate.category, org, hash('sha256', key));
}
