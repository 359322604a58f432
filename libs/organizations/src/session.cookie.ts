import { createHmac } from 'node:crypto';
import type { NewSession } from '#http';
import { type MasterKey, Sealer, UnsealError } from '#platform';
import { z } from 'zod';
import type { MemberState } from './member.state.js';

/** What the cookie of a session says. Changing this ends every session. */
const content = z.object({
  org: z.string(),
  member: z.int(),
  session: z.guid(),
  /** The revision of the member's stream that gave the password with which they logged in. */
  credentials: z.int(),
  /** Milliseconds since the Unix epoch. */
  expires: z.int(),
});

/** What the cookie of a session says. */
export type SessionContent = z.output<typeof content>;

const PLACE = ['session-cookie'];

/** Makes and opens cookies that hold a session, so that every process knows it and none has to keep it. */
export class CookieSealer {
  readonly #sealer: Sealer;
  readonly #csrfKey: Buffer;

  constructor(masterKey: MasterKey) {
    this.#sealer = new Sealer(masterKey);
    this.#csrfKey = masterKey.derive('csrf-token', 32);
  }

  /**
   * What a browser is given for a session of this member, with the password that they have.
   * @param expiresAt milliseconds since the Unix epoch.
   */
  issue(sessionId: string, { org, id, credentials }: Pick<MemberState, 'org' | 'id' | 'credentials'>, expiresAt: number): NewSession {
    const cookie = this.seal({ org, member: id, session: sessionId, credentials, expires: expiresAt });
    return { cookie, csrfToken: this.csrfToken(sessionId), expiresAt };
  }

  /** The value of the cookie: sealed, so that nobody can make or change one. */
  seal(session: SessionContent): string {
    return this.#sealer.seal(JSON.stringify(session), PLACE);
  }

  /**
   * What the cookie says; undefined when it is none of ours, or of another version of the service. Whether the session is still on is
   * for the caller to ask.
   */
  open(cookie: string): SessionContent | undefined {
    try {
      return content.safeParse(JSON.parse(this.#sealer.open(cookie, PLACE))).data;
    } catch (error) {
      if (error instanceof UnsealError) return undefined;
      throw error;
    }
  }

  /** The token that requests of this session bear when they change something; nobody can make it of the session's id. */
  csrfToken(sessionId: string): string {
    return createHmac('sha256', this.#csrfKey).update(sessionId).digest('base64url');
  }
}
