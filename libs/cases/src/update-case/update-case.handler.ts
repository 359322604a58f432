import type { CommandContext } from '#event-sourcing';
import { decideIfMatch, type ExpectedRevisions } from '#http';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import { CaseKeys } from '../case.keys.js';
import type { CaseState } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';
import { decideUpdateCase, type UpdateCaseInput } from './update-case.js';

/** Changes settings of a case. */
export class UpdateCase extends Command<CaseDocument> {
  constructor(
    readonly caseId: number,
    readonly input: UpdateCaseInput,
    readonly context: CommandContext,
    readonly expected?: ExpectedRevisions,
  ) {
    super();
  }
}

/**
 * A new `external_id` is claimed first, in a stream of its own, then the case takes it. When the process dies in between,
 * the key is claimed for the case, and the next try finds it so.
 */
@CommandHandler(UpdateCase)
export class UpdateCaseHandler implements ICommandHandler<UpdateCase> {
  constructor(
    private readonly cases: CaseCommands,
    private readonly keys: CaseKeys,
  ) {}

  async execute({ caseId, input, context, expected }: UpdateCase): Promise<CaseDocument> {
    const decide = decideIfMatch(expected, (state: CaseState | undefined) => decideUpdateCase(input, state));
    const key = input.external_id;
    if (key !== undefined) {
      // What will be refused is refused before anything is claimed for it.
      const events = await this.cases.tryOut(caseId, decide, context);
      if (events.some((event) => event.type === 'case-updated' && event.data.external_id !== undefined)) {
        await this.keys.claim(caseId, key, context);
      }
    }
    return (await this.cases.decide(caseId, decide, context)).document;
  }
}
