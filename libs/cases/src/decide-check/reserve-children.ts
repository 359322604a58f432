import { ConfigReader } from '#configs';
import { type CommandContext, CommandRunner, IdBlocks } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { caseAggregate, caseStream } from '../case.state.js';
import { caseIdOfCheck } from '../check-ids.js';
import type { DecideCheckInput } from './decide-check.js';
import type { ChildReservations } from './plan-children.js';

/**
 * Takes beforehand what children need, so that a decision that names shareholders and the plan of their cases are one append. For
 * whoever decides checks.
 */
@Injectable()
export class ChildReserver {
  constructor(
    private readonly runner: CommandRunner,
    private readonly configs: ConfigReader,
    private readonly ids: IdBlocks,
  ) {}

  /** Undefined where the decision leads to no children: most name nobody. Ids that are not needed after all are gaps. */
  async reserve(checkId: number, { shareholders }: Pick<DecideCheckInput, 'shareholders'>, { org }: Pick<CommandContext, 'org'>): Promise<ChildReservations | undefined> {
    if (shareholders == null || shareholders.length === 0) return undefined;
    const { state } = await this.runner.read(caseAggregate, caseStream(org, caseIdOfCheck(checkId)));
    const slug = state?.pinned_config?.dual?.kyc;
    if (slug === undefined) return undefined;
    const config = await this.configs.caseConfig(org, slug);
    if (!config) throw new Error(`There is no case config ${org}.${slug}, which a dual config names.`);
    const ids = [];
    // They stand in the event of the decision: a command that comes again finds it and needs no others.
    for (const _ of shareholders) {
      ids.push({ customer_id: await this.ids.next({ org }, 'customer'), case_id: await this.ids.next({ org }, 'case') });
    }
    return { config: { slug, version: config.version }, ids };
  }
}
