import { Clock, type CommandContext, CommandRunner, DomainError, Ids } from '#event-sourcing';
import type { NewSession } from '#http';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MemberLogin } from '../member.login.js';
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
    /** Where the request comes from, as `ClientAddresses` gives it. */
    readonly address: string,
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
  constructor(
    private readonly runner: CommandRunner,
    private readonly login: MemberLogin,
    private readonly cookies: CookieSealer,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async execute({ input, address, correlationId }: StartSession): Promise<StartedSession> {
    const member = await this.login.whose({ ...input, address }, (roster) => whoLogsIn(roster.withEmail(input.email), input.organization));
    if (!member) throw wrongCredentials();
    const now = this.clock.now();
    const sessionId = this.ids.uuid();
    const context: CommandContext = { org: member.org, actor: `member:${member.id}`, commandId: this.ids.uuid(), correlationId, now };
    const stream = sessionStream(member.org, sessionId);
    await this.runner.run(sessionAggregate, stream, (state) => decideStartSession({ sessionId, member, now }, state), context, true);
    return { member, ...this.cookies.issue(sessionId, member, now + SESSION_LIFE) };
  }
}

const wrongCredentials = (): DomainError =>
  new DomainError(
    'unauthenticated',
    'wrong_credentials',
    'No active member has this email and password. Members of several organizations also name the organization.',
  );
