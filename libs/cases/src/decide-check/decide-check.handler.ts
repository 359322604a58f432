import { ConfigReader } from '#configs';
import { type CommandContext, IdBlocks } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseCommands } from '../case.commands.js';
import type { CaseState } from '../case.state.js';
import type { CaseDocument } from '../case.view.js';
import { caseIdOfCheck } from '../check-ids.js';
import { decideDecideCheck, type DecideCheckInput } from './decide-check.js';
import type { ChildReservations } from './plan-children.js';

/** Decides a check. */
export class DecideCheck extends Command<CaseDocument> {
  constructor(
    readonly checkId: number,
    readonly input: DecideCheckInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(DecideCheck)
export class DecideCheckHandler implements ICommandHandler<DecideCheck> {
  constructor(
    private readonly cases: CaseCommands,
    private readonly configs: ConfigReader,
    private readonly ids: IdBlocks,
  ) {}

  async execute({ checkId, input, context }: DecideCheck): Promise<CaseDocument> {
    const reserved = await this.reserve(checkId, input.shareholders?.length ?? 0, context);
    const decide = (state: CaseState | undefined) => decideDecideCheck({ checkId, input, reserved }, state);
    return (await this.cases.decideCheck(checkId, decide, context)).document;
  }

  /** What children need, taken beforehand, so that the decision and the plan are one append. Most decisions name nobody. */
  private async reserve(checkId: number, shareholders: number, context: CommandContext): Promise<ChildReservations | undefined> {
    if (shareholders === 0) return undefined;
    const { org } = context;
    const slug = (await this.cases.state(org, caseIdOfCheck(checkId)))?.pinned_config?.dual?.kyc;
    if (slug === undefined) return undefined;
    const config = await this.configs.caseConfig(org, slug);
    if (!config) throw new Error(`There is no case config ${org}.${slug}, which a dual config names.`);
    const ids = [];
    for (let count = 0; count < shareholders; count++) {
      ids.push({ customer_id: await this.ids.next({ org }, 'customer'), case_id: await this.ids.next({ org }, 'case') });
    }
    return { config: { slug, version: config.version }, ids };
  }
}
