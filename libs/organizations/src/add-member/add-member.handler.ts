import type { CommandContext } from '#event-sourcing';
import { MasterKey, Sealer } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hashPassword, sealPassword } from '../member.password.js';
import { MemberRegistry } from '../member.registry.js';
import { presentMember, type MemberView } from '../member.view.js';
import { type AddMemberInput, decideAddMember } from './add-member.js';

/** Makes somebody a member of the organization. */
export class AddMember extends Command<MemberView> {
  constructor(
    readonly input: AddMemberInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AddMember)
export class AddMemberHandler implements ICommandHandler<AddMember> {
  private readonly sealer: Sealer;

  constructor(
    private readonly members: MemberRegistry,
    masterKey: MasterKey,
  ) {
    this.sealer = new Sealer(masterKey);
  }

  async execute({ input, context }: AddMember): Promise<MemberView> {
    const hash = await hashPassword(input.password);
    const member = await this.members.decideByEmail(
      input.email,
      (id, state) => decideAddMember({ id, password: sealPassword(this.sealer, context.org, id, hash), input }, state),
      context,
    );
    return presentMember(member);
  }
}
