import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseDocument } from '../case.view.js';
import { refuseUnknown, unknownDocuments } from '../unknown-references.js';
import { type AddCheckInput, decideAddCheck } from './add-check.js';

/** Adds a check to a case; it is the last of the case's checks in the answer. */
export class AddCheck extends Command<CaseDocument> {
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

  async execute({ input, context }: AddCheck): Promise<CaseDocument> {
    refuseUnknown(unknownDocuments(['document_ids'], input.document_ids));
    return (await this.cases.decide(input.case_id, (state) => decideAddCheck(input, state), context)).document;
  }
}
