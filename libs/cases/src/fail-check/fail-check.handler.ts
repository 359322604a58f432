import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseState } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';
import { decideFailCheck } from './fail-check.js';

/** Records that a check could not be carried out. */
export class FailCheck extends Command<CaseDocument> {
  constructor(
    readonly checkId: number,
    readonly reason: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(FailCheck)
export class FailCheckHandler implements ICommandHandler<FailCheck> {
  constructor(private readonly cases: CaseCommands) {}

  async execute({ checkId, reason, context }: FailCheck): Promise<CaseDocument> {
    const decide = (state: CaseState | undefined) => decideFailCheck({ checkId, reason }, state);
    return (await this.cases.decideCheck(checkId, decide, context)).document;
  }
}
