import { invalidSession, type SessionRecord } from '#http';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { MemberRoster } from '../member.roster.js';
import { presentSession, type SessionView } from '../session.view.js';

/** Who is logged in with a session, and what they may do. */
export class ShowSession extends Query<SessionView> {
  constructor(readonly session: SessionRecord) {
    super();
  }
}

/** Answers from the memory that the session itself was judged by. */
@QueryHandler(ShowSession)
export class ShowSessionHandler implements IQueryHandler<ShowSession> {
  constructor(private readonly roster: MemberRoster) {}

  /** @throws AccessError when the member was removed a moment ago. */
  async execute({ session: { org, memberId, expiresAt } }: ShowSession): Promise<SessionView> {
    const member = this.roster.find(org, memberId);
    if (!member) throw invalidSession();
    return presentSession({ member, expiresAt });
  }
}
