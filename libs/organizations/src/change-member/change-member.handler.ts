import type { CommandContext } from '#event-sourcing';
import { MasterKey, Sealer } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hashPassword, sealPassword } from '../member.password.js';
import { MemberRegistry } from '../member.registry.js';
import { MemberRoster } from '../member.roster.js';
import { presentMember, type MemberView } from '../member.view.js';
import { type ChangeMemberInput, decideChangeMember } from './change-member.js';

/** Changes what is known of a member, or their password. */
export class ChangeMember extends Command<MemberView> {
  constructor(
    readonly memberId: number,
    readonly input: ChangeMemberInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeMember)
export class ChangeMemberHandler implements ICommandHandler<ChangeMember> {
  private readonly sealer: Sealer;

  constructor(
    private readonly members: MemberRegistry,
    private readonly roster: MemberRoster,
    masterKey: MasterKey,
  ) {
    this.sealer = new Sealer(masterKey);
  }

  async execute({ memberId, input, context }: ChangeMember): Promise<MemberView> {
    const hash = await hashPassword(input.password);
    const password = input.password === undefined ? undefined : sealPassword(this.sealer, context.org, memberId, hash);
    const member = await this.members.decideById(memberId, (_, state) => decideChangeMember({ password, input }, state), context);
    await this.roster.catchUp();
    return presentMember(member);
  }
}
