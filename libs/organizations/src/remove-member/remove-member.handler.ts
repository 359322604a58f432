import type { CommandContext } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MemberRegistry } from '../member.registry.js';
import { MemberRoster } from '../member.roster.js';
import { decideRemoveMember } from './remove-member.js';

/** Takes somebody out of the organization; their sessions end. */
export class RemoveMember extends Command<void> {
  constructor(
    readonly memberId: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RemoveMember)
export class RemoveMemberHandler implements ICommandHandler<RemoveMember> {
  constructor(
    private readonly members: MemberRegistry,
    private readonly roster: MemberRoster,
  ) {}

  async execute({ memberId, context }: RemoveMember): Promise<void> {
    await this.members.decideById(memberId, decideRemoveMember, context);
    await this.roster.catchUp();
  }
}
