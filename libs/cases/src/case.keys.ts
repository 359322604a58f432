import { Clock, type CommandContext, CommandRunner, type HeldId, KEY_CLAIM_LASTS, NaturalKeys, type ProposeId } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { caseLine } from './case.line.js';
import { caseStream } from './case.state.js';
import { externalIdTaken, generatedFor } from './external-id.js';

/** A key that somebody has claimed, and whose it is by now. */
export interface KeyStanding {
  /** The first case of the line that the key belongs to. */
  readonly holder: number;
  /** Whether the key is free all the same, with the whole line deleted. */
  readonly isFree: boolean;
  /** Whether another case is in the holder's place. */
  readonly isHandedOn: boolean;
}

/**
 * Who may have which `external_id`. A key belongs to the first case that claimed it and to those that take that case's place, one
 * after the other; whichever of them is not archived may have it, and may come back to it. Once the last of them is deleted,
 * the key is free.
 */
@Injectable()
export class CaseKeys extends NaturalKeys {
  /** The keys with which this process is making cases: however slowly, nobody here takes it to be gone. */
  private readonly inTheMaking = new Set<{ readonly org: string; readonly key: string }>();

  constructor(
    private readonly cases: CommandRunner,
    private readonly clock: Clock,
  ) {
    super(cases, 'caseKey');
  }

  /**
   * Claims a key for a case that is there and not archived, unless it or a case in whose place it is has it already. When
   * the process dies after that, the key is the case's whether it ever shows it or not.
   *
   * @throws DomainError `unique` when the key is another case's, and then nothing was claimed.
   */
  async claim(caseId: number, key: string, context: CommandContext): Promise<void> {
    const { org } = context;
    const generated = generatedFor(org, key);
    const holder = generated ?? (await this.idOf(org, key, async () => caseId, context)).id;
    if (holder === caseId) return;
    const { id, isDeleted } = await this.lastInLine(org, holder);
    if (id === caseId) return;
    if (!isDeleted || generated !== undefined) throw externalIdTaken();
    if ((await this.takeOver(org, key, holder, async () => caseId, context)).id !== caseId) throw externalIdTaken();
  }

  /** Whose a key is; undefined while nobody has claimed it. */
  async standing(org: string, key: string): Promise<KeyStanding | undefined> {
    const holder = await this.holderOf(org, key);
    if (holder === undefined) return undefined;
    const { id, isDeleted } = await this.lastInLine(org, holder);
    return { holder, isFree: isDeleted, isHandedOn: id !== holder };
  }

  /**
   * Makes a case with a key that no case has, while no other command does: so whoever is refused is refused before it has changed anything.
   *
   * @param standing of the key.
   * @param make told the id that the case is to have.
   * @returns undefined when somebody else was faster and may be about to make its case: it has to be looked at again.
   */
  async make<Made>(
    key: string,
    standing: KeyStanding | undefined,
    propose: ProposeId,
    context: CommandContext,
    make: (held: HeldId) => Promise<Made>,
  ): Promise<Made | undefined> {
    const held = await this.idForNew(key, standing, propose, context);
    if (!held) return undefined;
    const mine = { org: context.org, key };
    this.inTheMaking.add(mine);
    try {
      return await make(held);
    } finally {
      this.inTheMaking.delete(mine);
    }
  }

  private async idForNew(key: string, standing: KeyStanding | undefined, propose: ProposeId, context: CommandContext): Promise<HeldId | undefined> {
    const { org } = context;
    // A claim is as old as it is, also when the command comes again and has the time of its first coming.
    const claimer = { ...context, now: this.clock.now() };
    if (standing && !standing.isFree) {
      const isAlive = this.inTheMaking.values().some((each) => each.org === org && each.key === key);
      const id = await this.idToMake(org, key, claimer, isAlive ? Infinity : KEY_CLAIM_LASTS);
      return id === undefined ? undefined : { id, isNew: false };
    }
    const held = standing ? await this.takeOver(org, key, standing.holder, propose, claimer) : await this.idOf(org, key, propose, claimer);
    return held.isNew ? held : undefined;
  }

  /** The case that is, by now, in the place of this one. It may be yet to come, and it may have been deleted. */
  private async lastInLine(org: string, caseId: number): Promise<{ readonly id: number; readonly isDeleted: boolean }> {
    for (let id = caseId; ; ) {
      const { state } = await this.cases.read(caseLine, caseStream(org, id));
      if (state.successor_id === null) return { id, isDeleted: state.isDeleted };
      id = state.successor_id;
    }
  }
}
