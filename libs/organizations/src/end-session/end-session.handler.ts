import { type CommandContext, CommandRunner } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EndedSessions } from '../ended-sessions.js';
import { sessionAggregate, sessionStream } from '../session.state.js';
import { decideEndSession } from './end-session.js';

/** Logs a member out: the cookie of the session is worth nothing from now on. */
export class EndSession extends Command<void> {
  constructor(
    readonly sessionId: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(EndSession)
export class EndSessionHandler implements ICommandHandler<EndSession> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly ended: EndedSessions,
  ) {}

  async execute({ sessionId, context }: EndSession): Promise<void> {
    const stream = sessionStream(context.org, sessionId);
    await this.runner.run(sessionAggregate, stream, (state) => decideEndSession(sessionId, state), context);
    await this.ended.catchUp();
  }
}
