import { CommandRunner, NaturalKeys } from '#event-sourcing';
import { MasterKey } from '#platform';
import { Injectable } from '@nestjs/common';
import { emailKey } from './member.key.js';
import type { MemberRole } from './member.roles.js';
import { inForce, memberAggregate, memberStream } from './member.state.js';

/** The category of the streams by which addresses are claimed; changing this changes stored data. */
export const MEMBER_KEYS = 'memberKey';

/** A member, as other parts of the service know them. */
export interface Member {
  /** Stands for one e-mail address for ever, and so for one person. */
  readonly id: number;
  /** As it was typed when the member was added; never changes. */
  readonly email: string;
  readonly name: string;
  readonly role: MemberRole;
  /** ISO 8601; null for one who belongs to the organization. */
  readonly removed_at: string | null;
}

/** Finds members as they are at this moment, in their streams: whoever was just added is found, in every process. */
@Injectable()
export class MemberDirectory {
  private readonly keys: NaturalKeys;

  constructor(
    private readonly runner: CommandRunner,
    private readonly masterKey: MasterKey,
  ) {
    this.keys = new NaturalKeys(runner, MEMBER_KEYS);
  }

  /** The member with this e-mail address, whatever its case; undefined when the organization has none, or not any more. */
  async byEmail(org: string, email: string): Promise<Member | undefined> {
    const id = await this.keys.holderOf(org, emailKey(this.masterKey, email));
    return id === undefined ? undefined : inForce(await this.state(org, id));
  }

  /** The member of this id, also one who was removed: what they did still bears their name. */
  byId(org: string, id: number): Promise<Member | undefined> {
    return this.state(org, id);
  }

  private async state(org: string, id: number) {
    return (await this.runner.read(memberAggregate, memberStream(org, id))).state;
  }
}
