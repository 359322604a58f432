import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseDocument } from '../case.view.js';
import { refuseUnknown, unknownDocuments } from '../unknown-references.js';
import { type AddCheckInput, decideAddCheck } from './add-check.js';

/** A case with the check that was added to it. */
export interface AddedCheck {
  readonly document: CaseDocument;
  readonly checkId: number;
}

/** Adds a check to a case. */
export class AddCheck extends Command<AddedCheck> {
  constructor(
    readonly input: AddCheckInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AddCheck)
export class AddCheckHandler implements ICommandHandler<AddCheck> {
  constructor(private readonly cases: CaseCommands) {}

  async execute({ input, context }: AddCheck): Promise<AddedCheck> {
    refuseUnknown(unknownDocuments(['document_ids'], input.document_ids));
    const { document } = await this.cases.decide(input.case_id, (state) => decideAddCheck(input, state), context);
    return { document, checkId: document.checks.at(-1)?.id ?? 0 };
  }
}
