import { ApiRoute, ClientAddresses, Public, setSessionCookies } from '#http';
import { Settings } from '#platform';
import { Body, Controller, Header, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { presentSession, sessionSchema, type SessionView } from '../session.view.js';
import { StartSession } from './start-session.handler.js';
import { startSessionInput, type StartSessionInput } from './start-session.js';

@ApiTags('Authentication')
@Public()
@Controller('api/session/')
export class StartSessionRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly settings: Settings,
    private readonly addresses: ClientAddresses,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  @ApiRoute({
    summary: 'Log in',
    description:
      'For members with a password. Sets the cookie `sessionid`, and `csrftoken`, whose value the header `X-CSRFToken` repeats on every request ' +
      'that changes something. A session lasts for 12 hours.',
    answers: { 201: sessionSchema },
    errors: [400, 401, 429, 503],
  })
  async start(
    @Body({ schema: startSessionInput }) body: StartSessionInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const session = await this.commands.execute(new StartSession(body, this.addresses.of(request), request.id));
    setSessionCookies(request, reply, this.settings, session);
    return presentSession(session);
  }
}
