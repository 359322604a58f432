import { type CommandContext, CommandRunner, IdBlocks, NaturalKeys } from '#event-sourcing';
import { MasterKey } from '#platform';
import { Injectable } from '@nestjs/common';
import { MEMBER_KEYS } from './member.directory.js';
import type { MemberEvent } from './member.events.js';
import { emailKey } from './member.key.js';
import { memberAggregate, type MemberState, memberStream } from './member.state.js';

/** A decision on the member who has, or is to have, this id. */
export type DecideMember = (id: number, state: MemberState | undefined) => readonly MemberEvent[];

/**
 * Finds the stream on which a decision about a member is to be made. An e-mail address is claimed before there is a member
 * with it; a process that dies in between leaves a claim, and whoever comes with the address gets its id.
 */
@Injectable()
export class MemberRegistry {
  private readonly keys: NaturalKeys;

  constructor(
    private readonly runner: CommandRunner,
    private readonly ids: IdBlocks,
    private readonly masterKey: MasterKey,
  ) {
    this.keys = new NaturalKeys(runner, MEMBER_KEYS);
  }

  /**
   * Runs a decision on the member with this address, who may be new.
   * @throws DomainError when the decision refuses.
   */
  async decideByEmail(email: string, decide: DecideMember, context: CommandContext): Promise<MemberState> {
    const newId = (by: Pick<CommandContext, 'org'>): Promise<number> => this.ids.next(by, 'member');
    const { id, isNew } = await this.keys.idOf(context.org, emailKey(this.masterKey, email), newId, context);
    return this.run(id, decide, context, isNew);
  }

  /**
   * Runs a decision on the member of this id.
   * @throws DomainError when the decision refuses.
   */
  decideById(id: number, decide: DecideMember, context: CommandContext): Promise<MemberState> {
    return this.run(id, decide, context, false);
  }

  private async run(id: number, decide: DecideMember, context: CommandContext, isNew: boolean): Promise<MemberState> {
    const stream = memberStream(context.org, id);
    const { state } = await this.runner.run(memberAggregate, stream, (before) => decide(id, before), context, isNew);
    if (!state) throw new Error(`Stream ${stream} has no member after a decision on it.`);
    return state;
  }
}
