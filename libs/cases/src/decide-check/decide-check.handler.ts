import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseState } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';
import { decideDecideCheck, type DecideCheckInput } from './decide-check.js';
import { ChildReserver } from './reserve-children.js';

/** Decides a check. */
export class DecideCheck extends Command<CaseDocument> {
  constructor(
    readonly checkId: number,
    readonly input: DecideCheckInput,
    readonly context: CommandContext,
    /** The request that this answers, where it is the answer to one. */
    readonly request?: string,
  ) {
    super();
  }
}

@CommandHandler(DecideCheck)
export class DecideCheckHandler implements ICommandHandler<DecideCheck> {
  constructor(
    private readonly cases: CaseCommands,
    private readonly children: ChildReserver,
  ) {}

  async execute({ checkId, input, context, request }: DecideCheck): Promise<CaseDocument> {
    const reserved = await this.children.reserve(checkId, input, context);
    const decide = (state: CaseState | undefined) => decideDecideCheck({ checkId, input, request, reserved }, state);
    return (await this.cases.decideCheck(checkId, decide, context)).document;
  }
}
