import { type CommandContext, CommandRunner } from '#event-sourcing';
import { CustomerReader } from '#customers';
import { Injectable } from '@nestjs/common';
import type { CaseEvent } from './case.events.js';
import { caseAggregate, type CaseState, caseStream } from './case.state.js';
import { type CaseDocument, caseView } from './case.view.js';
import { caseIdOfCheck } from './check-ids.js';

/** A decision about a case that may not exist. */
export type DecideOnCase = (state: CaseState | undefined) => readonly CaseEvent[];

/** A case after a decision. */
export interface DecidedCase {
  readonly document: CaseDocument;
  /** What the decision led to, now or when the command came for the first time. */
  readonly events: readonly CaseEvent[];
}

/** Runs decisions on a case that is there, and answers with the case as it is right after. */
@Injectable()
export class CaseCommands {
  constructor(
    private readonly runner: CommandRunner,
    private readonly customers: CustomerReader,
  ) {}

  /** @throws DomainError when the decision refuses. */
  async decide(caseId: number, decide: DecideOnCase, context: CommandContext): Promise<DecidedCase> {
    const stream = caseStream(context.org, caseId);
    const { state, events } = await this.runner.run(caseAggregate, stream, decide, context);
    if (!state) throw new Error(`Stream ${stream} has no case after a decision on it.`);
    const customer = await this.customers.card(context.org, state.customer_id);
    return { document: caseView(state, customer), events };
  }

  /** The case as it is now, to find out what a decision about it needs; undefined when there is none. */
  async state(org: string, caseId: number): Promise<CaseState | undefined> {
    return (await this.runner.read(caseAggregate, caseStream(org, caseId))).state;
  }

  /** The same, for a decision about one of the case's checks. */
  decideCheck(checkId: number, decide: DecideOnCase, context: CommandContext): Promise<DecidedCase> {
    return this.decide(caseIdOfCheck(checkId), decide, context);
  }

  /**
   * What a decision would lead to now, with nothing written; nothing for a command that was carried out before.
   * @throws DomainError when the decision refuses.
   */
  async tryOut(caseId: number, decide: DecideOnCase, context: CommandContext): Promise<readonly CaseEvent[]> {
    let wouldBe: readonly CaseEvent[] = [];
    const nothing = (state: CaseState | undefined): readonly CaseEvent[] => {
      wouldBe = decide(state);
      return [];
    };
    await this.runner.run(caseAggregate, caseStream(context.org, caseId), nothing, context);
    return wouldBe;
  }
}
