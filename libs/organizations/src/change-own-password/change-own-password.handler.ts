import { type CommandContext, invalidField } from '#event-sourcing';
import { invalidSession, type NewSession, type SessionRecord } from '#http';
import { MasterKey, Sealer } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MemberLogin } from '../member.login.js';
import { hashPassword, sealPassword } from '../member.password.js';
import { MemberRegistry } from '../member.registry.js';
import { MemberRoster } from '../member.roster.js';
import type { MemberState } from '../member.state.js';
import { CookieSealer } from '../session.cookie.js';
import { type ChangeOwnPasswordInput, decideChangeOwnPassword } from './change-own-password.js';

/** The session that goes on, with the cookies that it has from now on. */
export interface RenewedSession extends NewSession {
  readonly member: MemberState;
}

/** Gives a member who is logged in another password. Their other sessions end. */
export class ChangeOwnPassword extends Command<RenewedSession> {
  constructor(
    readonly session: SessionRecord,
    readonly input: ChangeOwnPasswordInput,
    /** Where the request comes from, as `ClientAddresses` gives it. */
    readonly address: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/**
 * Every cookie of before is worth nothing from the append on, that of this session too, which is given another one. A process that
 * dies in between leaves the new password in force, and nobody logged in. The request again, with its `Idempotency-Key`, gets its answer
 * without the cookies: whoever can send it has them.
 */
@CommandHandler(ChangeOwnPassword)
export class ChangeOwnPasswordHandler implements ICommandHandler<ChangeOwnPassword> {
  private readonly sealer: Sealer;

  constructor(
    private readonly members: MemberRegistry,
    private readonly roster: MemberRoster,
    private readonly login: MemberLogin,
    private readonly cookies: CookieSealer,
    masterKey: MasterKey,
  ) {
    this.sealer = new Sealer(masterKey);
  }

  async execute({ session, input, address, context }: ChangeOwnPassword): Promise<RenewedSession> {
    const { org, memberId, sessionId, expiresAt } = session;
    const email = this.roster.find(org, memberId)?.email;
    if (email === undefined) throw invalidSession();
    const proven = await this.login.whose({ email, password: input.current_password, address }, (roster) => roster.find(org, memberId));
    if (!proven) throw invalidField('current_password', 'wrong_password', 'This is not your password.');

    const password = sealPassword(this.sealer, org, memberId, await hashPassword(input.password));
    const { credentials } = proven;
    const member = await this.members.decideById(memberId, (_, state) => decideChangeOwnPassword({ password, credentials }, state), context);
    await this.roster.catchUp();
    return { member, ...this.cookies.issue(sessionId, member, expiresAt) };
  }
}
