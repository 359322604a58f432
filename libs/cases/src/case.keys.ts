import { type CommandContext, CommandRunner, NaturalKeys } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { caseAggregate, caseStream } from './case.state.js';
import { externalIdTaken, generatedFor } from './external-id.js';

/**
 * Who may have which `external_id`. A key belongs for ever to the first case that claimed it and to those that take that
 * case's place, one after the other; whichever of them is not archived may have it, and may come back to it.
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
    const holder = generatedFor(context.org, key) ?? (await this.idOf(context.org, key, async () => caseId, context)).id;
    if (holder !== caseId && (await this.lastInLine(context.org, holder)) !== caseId) throw externalIdTaken();
  }

  /** The case that is, by now, in the place of this one; undefined when there is none yet. */
  private async lastInLine(org: string, caseId: number): Promise<number | undefined> {
    for (let id = caseId; ; ) {
      const { state } = await this.cases.read(caseAggregate, caseStream(org, id));
      if (!state) return undefined;
      if (state.successor_id === null) return id;
      id = state.successor_id;
    }
  }
}
