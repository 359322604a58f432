import { Clock, type CommandContext, CommandRunner, DomainError, Ids } from '#event-sourcing';
import type { NewSession } from '#http';
import { MasterKey, Sealer } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LoginThrottle } from '../login-throttle.js';
import { sameEmail } from '../member.key.js';
import { isPasswordOf } from '../member.password.js';
import { MemberRoster } from '../member.roster.js';
import type { MemberState } from '../member.state.js';
import { CookieSealer } from '../session.cookie.js';
import { sessionAggregate, sessionStream } from '../session.state.js';
import { decideStartSession, SESSION_LIFE, type StartSessionInput, whoLogsIn } from './start-session.js';

/** A session just started, and whose it is. */
export interface StartedSession extends NewSession {
  readonly member: MemberState;
}

/** Logs a member in. */
export class StartSession extends Command<StartedSession> {
  constructor(
    readonly input: StartSessionInput,
    /** The id of the request. */
    readonly correlationId: string,
  ) {
    super();
  }
}

/**
 * Whoever does not know the password learns nothing: not whether there is such a member, by the answer or by how long it takes.
 * A process that dies before it has answered leaves a session whose cookie nobody has.
 */
@CommandHandler(StartSession)
export class StartSessionHandler implements ICommandHandler<StartSession> {
  private readonly sealer: Sealer;

  constructor(
    private readonly runner: CommandRunner,
    private readonly roster: MemberRoster,
    private readonly throttle: LoginThrottle,
    private readonly cookies: CookieSealer,
    private readonly clock: Clock,
    private readonly ids: Ids,
    masterKey: MasterKey,
  ) {
    this.sealer = new Sealer(masterKey);
  }

  async execute({ input, correlationId }: StartSession): Promise<StartedSession> {
    const member = await this.authenticated(input);
    const now = this.clock.now();
    const sessionId = this.ids.uuid();
    const context: CommandContext = { org: member.org, actor: `member:${member.id}`, commandId: this.ids.uuid(), correlationId, now };
    const stream = sessionStream(member.org, sessionId);
    await this.runner.run(sessionAggregate, stream, (state) => decideStartSession({ sessionId, member, now }, state), context, true);

    const { org, id, credentials } = member;
    const expiresAt = now + SESSION_LIFE;
    const cookie = this.cookies.seal({ org, member: id, session: sessionId, credentials, expires: expiresAt });
    return { member, cookie, csrfToken: this.cookies.csrfToken(sessionId), expiresAt };
  }

  private async authenticated({ email, password, organization }: StartSessionInput): Promise<MemberState> {
    const account = sameEmail(email);
    // First, so that an outage of the store counts as nobody's wrong password.
    await this.roster.catchUp();
    this.throttle.begin(account);
    const member = whoLogsIn(this.roster.withEmail(email), organization);
    const proven = await isPasswordOf(this.sealer, member, password);
    if (!member || !proven) throw wrongCredentials();
    this.throttle.succeeded(account);
    return member;
  }
}

const wrongCredentials = (): DomainError =>
  new DomainError(
    'unauthenticated',
    'wrong_credentials',
    'No active member has this email and password. Members of several organizations also name the organization.',
  );
