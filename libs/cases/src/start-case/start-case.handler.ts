import { type CommandContext, CommandRunner, IdBlocks } from '#event-sourcing';
import { decideIfMatch, type ExpectedRevisions } from '#http';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseState } from '../case.state.js';
import { openSuccessor } from '../case.successor.js';
import { type CaseDocument, caseView } from '../case.view.js';
import { decideStartCase, startAction, type StartAction } from './start-case.js';

/** A case after it was asked to start, or the one that took its place; and what was done. */
export interface StartedCase {
  readonly document: CaseDocument;
  readonly action: StartAction;
}

/** Starts a case; where a restart is allowed, a finished one anew. */
export class StartCase extends Command<StartedCase> {
  constructor(
    readonly caseId: number,
    readonly allowRestart: boolean,
    readonly context: CommandContext,
    readonly expected?: ExpectedRevisions,
  ) {
    super();
  }
}

/**
 * A restart writes to two streams: the old case is archived, which names the id of its successor; then the successor is
 * made. When the process dies in between, the next restart of the old case finds that id and makes the case with it, or
 * the process manager `restarts` does: whoever comes first.
 */
@CommandHandler(StartCase)
export class StartCaseHandler implements ICommandHandler<StartCase> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly ids: IdBlocks,
    private readonly cases: CaseCommands,
  ) {}

  async execute({ caseId, allowRestart, context, expected }: StartCase): Promise<StartedCase> {
    // Taken beforehand, so that deciding and naming the successor are one append; not needed after all, it is a gap.
    const successorId = allowRestart ? await this.ids.next(context, 'case') : undefined;
    const command = { successorId, now: context.now };
    const decide = decideIfMatch(expected, (state: CaseState | undefined) => decideStartCase(command, state));
    const { document, events } = await this.cases.decide(caseId, decide, context);
    if (!allowRestart || !document.archived) return { document, action: startAction(events, document) };

    const successor = await openSuccessor(this.runner, document, context);
    return { document: caseView(successor, document.customer), action: 'restarted' };
  }
}
