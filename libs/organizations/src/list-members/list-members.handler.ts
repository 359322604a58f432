import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { MemberRoster } from '../member.roster.js';
import { presentMember, type MemberView } from '../member.view.js';

/** The members of an organization, the newest first. */
export class ListMembers extends Query<readonly MemberView[]> {
  constructor(readonly org: string) {
    super();
  }
}

/** Looks into the log first, so that the list is never behind. */
@QueryHandler(ListMembers)
export class ListMembersHandler implements IQueryHandler<ListMembers> {
  constructor(private readonly roster: MemberRoster) {}

  async execute({ org }: ListMembers): Promise<readonly MemberView[]> {
    await this.roster.catchUp();
    return this.roster.of(org).map(presentMember);
  }
}
