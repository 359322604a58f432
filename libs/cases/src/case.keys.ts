import { type CommandContext, CommandRunner, type HeldId, NaturalKeys } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { caseLine } from './case.line.js';
import { caseStream } from './case.state.js';
import { externalIdTaken, generatedFor } from './external-id.js';

/**
 * Who may have which `external_id`. A key belongs to the first case that claimed it and to those that take that case's place, one
 * after the other; whichever of them is not archived may have it, and may come back to it. Once the last of them is deleted,
 * the key is free.
 */
@Injectable()
export class CaseKeys extends NaturalKeys {
  constructor(private readonly cases: CommandRunner) {
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

  /** Who claimed a key, and whether it is free all the same, with the whole line deleted; undefined while nobody has. */
  async standing(org: string, key: string): Promise<{ readonly holder: number; readonly isFree: boolean; readonly isHandedOn: boolean } | undefined> {
    const holder = await this.holderOf(org, key);
    if (holder === undefined) return undefined;
    const { id, isDeleted } = await this.lastInLine(org, holder);
    return { holder, isFree: isDeleted, isHandedOn: id !== holder };
  }

  /**
   * The id of a case that is to be made with this key: as `idOf`, where a key that is free is claimed anew.
   * @throws DomainError `unique` when the key was handed on to another case.
   */
  async idForNew(key: string, propose: (by: Pick<CommandContext, 'org'>) => Promise<number>, context: CommandContext): Promise<HeldId> {
    const held = await this.idOf(context.org, key, propose, context);
    if (held.isNew) return held;
    const { id, isDeleted } = await this.lastInLine(context.org, held.id);
    if (isDeleted) return this.takeOver(context.org, key, held.id, propose, context);
    if (id !== held.id) throw externalIdTaken();
    return held;
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
