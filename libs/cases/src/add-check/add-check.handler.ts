import { DocumentLinks } from '#documents';
import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import { linksOfNewCheck } from '../case.documents.js';
import type { CaseState } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';
import { checkId } from '../check-ids.js';
import { refuseUnknown } from '../unknown-references.js';
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
  constructor(
    private readonly cases: CaseCommands,
    private readonly documents: DocumentLinks,
  ) {}

  async execute({ input, context }: AddCheck): Promise<AddedCheck> {
    const withDocuments = (input.document_ids ?? []).length > 0;
    return withDocuments ? this.addWithDocuments(input, context) : this.add(input, context);
  }

  private async add(input: AddCheckInput, context: CommandContext, planned?: number): Promise<AddedCheck> {
    const { document } = await this.cases.decide(input.case_id, (state) => decideAddCheck(input, state, planned), context);
    return { document, checkId: document.checks.at(-1)?.id ?? 0 };
  }

  /** Documents are claimed for the check before it is there, by the id that it will have unless another check comes first. */
  private async addWithDocuments(input: AddCheckInput, context: CommandContext): Promise<AddedCheck> {
    // Refuses what will be refused, and finds what this very command did when it came before.
    const refuseOnly = (state: CaseState | undefined): readonly never[] => {
      decideAddCheck(input, state);
      return [];
    };
    const { document, events } = await this.cases.decide(input.case_id, refuseOnly, context);
    if (events.length > 0) return this.add(input, context);

    const planned = checkId(document.id, document.checks.length);
    const links = linksOfNewCheck(planned, input);
    refuseUnknown(await this.documents.problems(links, context));
    await this.documents.claim(links, document.customer_id, context);
    return this.add(input, context, planned);
  }
}
