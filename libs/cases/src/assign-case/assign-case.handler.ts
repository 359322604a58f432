import type { CommandContext } from '#event-sourcing';
import { MemberDirectory } from '#organizations';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseState } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';
import { type AssignCaseInput, decideAssignCase } from './assign-case.js';

/** Gives a case to a member, or takes it from everybody. */
export class AssignCase extends Command<CaseDocument> {
  constructor(
    readonly caseId: number,
    readonly input: AssignCaseInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AssignCase)
export class AssignCaseHandler implements ICommandHandler<AssignCase> {
  constructor(
    private readonly cases: CaseCommands,
    private readonly members: MemberDirectory,
  ) {}

  async execute({ caseId, input, context }: AssignCase): Promise<CaseDocument> {
    const member = input.assignee === null ? null : await this.members.byEmail(context.org, input.assignee);
    const decide = (state: CaseState | undefined) => decideAssignCase(member, state);
    return (await this.cases.decide(caseId, decide, context)).document;
  }
}
