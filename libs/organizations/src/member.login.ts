import { CredentialChecks } from '#http';
import { MasterKey, Sealer } from '#platform';
import { Injectable } from '@nestjs/common';
import { LoginThrottle } from './login-throttle.js';
import { sameEmail } from './member.key.js';
import { isPasswordOf } from './member.password.js';
import { MemberRoster } from './member.roster.js';
import type { MemberState } from './member.state.js';

/** Somebody who says who they are. */
export interface LoginAttempt {
  /** As it was typed, whether anybody has it or not. */
  readonly email: string;
  readonly password: string;
  /** As `ClientAddresses` gives it. */
  readonly address: string;
}

/**
 * Finds out whether somebody knows a member's password. Slow on purpose, and slower for who guesses: by the member's address of
 * e-mail, and by the address on the network.
 */
@Injectable()
export class MemberLogin {
  private readonly sealer: Sealer;

  constructor(
    private readonly roster: MemberRoster,
    private readonly throttle: LoginThrottle,
    private readonly checks: CredentialChecks,
    masterKey: MasterKey,
  ) {
    this.sealer = new Sealer(masterKey);
  }

  /**
   * The member whose password it is; undefined when it is not, or when there is no such member, and that takes as long.
   *
   * @param find who is meant, of the roster as the log has it now.
   * @throws RequestError 429 for who guesses, with the seconds to wait.
   * @throws DomainError `unavailable` when too many log in at once.
   */
  async whose({ email, password, address }: LoginAttempt, find: (roster: MemberRoster) => MemberState | undefined): Promise<MemberState | undefined> {
    const account = sameEmail(email);
    this.checks.admit(address);
    this.throttle.admit(account);
    // Before anything is counted, so that an outage of the store is nobody's wrong password.
    await this.roster.catchUp();
    const member = await this.checks.whose('password', address, async () => {
      this.throttle.begin(account);
      const meant = find(this.roster);
      return (await isPasswordOf(this.sealer, meant, password)) ? meant : undefined;
    });
    if (member) this.throttle.succeeded(account);
    return member;
  }
}
