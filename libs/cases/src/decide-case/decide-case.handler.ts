import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseState } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';
import { decideDecideCase, type DecideCaseInput } from './decide-case.js';

/** Decides a case as a whole. */
export class DecideCase extends Command<CaseDocument> {
  constructor(
    readonly caseId: number,
    readonly input: DecideCaseInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(DecideCase)
export class DecideCaseHandler implements ICommandHandler<DecideCase> {
  constructor(private readonly cases: CaseCommands) {}

  async execute({ caseId, input, context }: DecideCase): Promise<CaseDocument> {
    const decide = (state: CaseState | undefined) => decideDecideCase(input, state);
    return (await this.cases.decide(caseId, decide, context)).document;
  }
}
