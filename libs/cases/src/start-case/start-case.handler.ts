import { LinkedDocuments } from '#documents';
import { type CommandContext, CommandRunner, DomainError, IdBlocks } from '#event-sourcing';
import { decideIfMatch, type ExpectedRevisions } from '#http';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands, type DecidedCase } from '../case.commands.js';
import type { CaseState } from '../case.state.js';
import { openSuccessor } from '../case.successor.js';
import { type CaseDocument, caseView } from '../case.view.js';
import { decideStartCase, NO_DOCUMENTS, startAction, type StartAction, type StartCaseDecision } from './start-case.js';

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
    private readonly documents: LinkedDocuments,
  ) {}

  async execute(request: StartCase): Promise<StartedCase> {
    const { caseId, allowRestart, context } = request;
    // Taken beforehand, so that deciding and naming the successor are one append; not needed after all, it is a gap.
    const successorId = allowRestart ? await this.ids.next({ org: context.org }, 'case') : undefined;
    const { document, events } = await this.decide(request, { successorId, now: context.now });
    if (!allowRestart || !document.archived) return { document, action: startAction(events, document) };

    // The same command may be under way in another process, with another id for the successor: the one in the log counts.
    const { document: archived } = events.length > 0 ? await this.cases.decide(caseId, () => [], context) : { document };
    const successor = await openSuccessor(this.runner, archived, context);
    return { document: caseView(successor, archived.customer), action: 'restarted' };
  }

  /** Documents are looked for only where that makes the difference: those that came after the case do not stand in it. */
  private async decide(request: StartCase, command: StartCaseDecision): Promise<DecidedCase> {
    const { caseId, context, expected } = request;
    const decide = decideIfMatch(expected, (state: CaseState | undefined) => decideStartCase(command, state));
    try {
      return await this.cases.decide(caseId, decide, context);
    } catch (error) {
      const isInVain = !(error instanceof DomainError && error.code === NO_DOCUMENTS) || command.hasDocuments === true;
      if (isInVain || !(await this.hasDocuments(context.org, caseId))) throw error;
      return this.decide(request, { ...command, hasDocuments: true });
    }
  }

  private async hasDocuments(org: string, caseId: number): Promise<boolean> {
    const checks = (await this.cases.state(org, caseId))?.checks ?? [];
    return this.documents.any(org, [{ kind: 'case', id: caseId }, ...checks.map(({ id }) => ({ kind: 'check' as const, id }))]);
  }
}
