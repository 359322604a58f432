import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseDocument } from '../case.view.js';
import { decideStartCase, startAction, type StartAction } from './start-case.js';

/** A case after it was asked to start, and what that did. */
export interface StartedCase {
  readonly document: CaseDocument;
  readonly action: StartAction;
}

/** Starts a case. */
export class StartCase extends Command<StartedCase> {
  constructor(
    readonly caseId: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(StartCase)
export class StartCaseHandler implements ICommandHandler<StartCase> {
  constructor(private readonly cases: CaseCommands) {}

  async execute({ caseId, context }: StartCase): Promise<StartedCase> {
    const { document, changed } = await this.cases.decide(caseId, decideStartCase, context);
    return { document, action: startAction(changed, document) };
  }
}
