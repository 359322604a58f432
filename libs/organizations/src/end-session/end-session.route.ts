import { ApiRoute, checkCsrf, clearSessionCookies, CommandContexts, Public, SessionDirectory, sessionCookies } from '#http';
import { Settings } from '#platform';
import { Controller, Delete, Header, HttpCode, HttpStatus, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EndSession } from './end-session.handler.js';

/** Open to everybody: whoever has no session, or one that is over, has nothing to end. */
@ApiTags('Authentication')
@Public()
@Controller('api/session/')
export class EndSessionRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly sessions: SessionDirectory,
    private readonly contexts: CommandContexts,
    private readonly settings: Settings,
  ) {}

  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Header('cache-control', 'no-store')
  @ApiRoute({
    summary: 'Log out',
    description: 'Ends the session of the cookie, everywhere and for ever, and takes the cookies away. Other sessions of the member go on.',
    answers: { 204: null },
    errors: [403],
  })
  async end(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const session = this.sessions.find(sessionCookies(request).session ?? '');
    if (session) {
      checkCsrf(request, session, this.settings);
      const { org, memberId, sessionId } = session;
      const context = this.contexts.of({ org, actor: `member:${memberId}`, requestId: request.id });
      await this.commands.execute(new EndSession(sessionId, context));
    }
    clearSessionCookies(request, reply, this.settings);
  }
}
