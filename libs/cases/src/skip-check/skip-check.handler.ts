import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseState } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';
import { decideSkipCheck } from './skip-check.js';

/** Leaves a check out. */
export class SkipCheck extends Command<CaseDocument> {
  constructor(
    readonly checkId: number,
    readonly reason: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(SkipCheck)
export class SkipCheckHandler implements ICommandHandler<SkipCheck> {
  constructor(private readonly cases: CaseCommands) {}

  async execute({ checkId, reason, context }: SkipCheck): Promise<CaseDocument> {
    const decide = (state: CaseState | undefined) => decideSkipCheck({ checkId, reason }, state);
    return (await this.cases.decideCheck(checkId, decide, context)).document;
  }
}
