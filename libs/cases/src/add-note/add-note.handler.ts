import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseState } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';
import { type AddNoteInput, decideAddNote } from './add-note.js';

/** Notes something about a case. */
export class AddNote extends Command<CaseDocument> {
  constructor(
    readonly caseId: number,
    readonly input: AddNoteInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AddNote)
export class AddNoteHandler implements ICommandHandler<AddNote> {
  constructor(private readonly cases: CaseCommands) {}

  async execute({ caseId, input, context }: AddNote): Promise<CaseDocument> {
    const decide = (state: CaseState | undefined) => decideAddNote(input, state);
    return (await this.cases.decide(caseId, decide, context)).document;
  }
}
