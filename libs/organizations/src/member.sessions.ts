import type { Clock } from '#event-sourcing';
import type { SessionDirectory, SessionRecord } from '#http';
import type { EndedSessions } from './ended-sessions.js';
import { ROLE_SCOPES } from './member.roles.js';
import type { MemberRoster } from './member.roster.js';
import type { CookieSealer } from './session.cookie.js';

/** What sessions are judged by. */
export interface MemberSessionsOptions {
  readonly cookies: CookieSealer;
  readonly roster: Pick<MemberRoster, 'find'>;
  readonly ended: Pick<EndedSessions, 'has'>;
  readonly clock: Clock;
}

/** Knows whose session a cookie is, from the cookie itself and from what is in memory of members and of ended sessions. */
export class MemberSessions implements SessionDirectory {
  constructor(private readonly options: MemberSessionsOptions) {}

  find(cookie: string): SessionRecord | undefined {
    const { cookies, roster, ended, clock } = this.options;
    const content = cookies.open(cookie);
    if (!content || content.expires <= clock.now() || ended.has(content.session)) return undefined;
    const member = roster.find(content.org, content.member);
    if (member?.credentials !== content.credentials) return undefined;
    return {
      sessionId: content.session,
      org: member.org,
      memberId: member.id,
      scopes: ROLE_SCOPES[member.role],
      csrfToken: cookies.csrfToken(content.session),
      expiresAt: content.expires,
    };
  }
}
