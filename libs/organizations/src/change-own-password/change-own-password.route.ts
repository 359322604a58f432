import { ApiRoute, Caller, ClientAddresses, CommandContexts, CurrentSession, RequireSession, type SessionRecord, setSessionCookies } from '#http';
import { Settings } from '#platform';
import { Body, Controller, Patch, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { presentSession, sessionSchema, type SessionView } from '../session.view.js';
import { ChangeOwnPassword } from './change-own-password.handler.js';
import { changeOwnPasswordInput, type ChangeOwnPasswordInput } from './change-own-password.js';

@ApiTags('Authentication')
@Controller('api/session/')
export class ChangeOwnPasswordRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly settings: Settings,
    private readonly addresses: ClientAddresses,
  ) {}

  @Patch()
  @RequireSession()
  @ApiRoute({
    summary: 'Change the own password',
    description: 'Of the member who is logged in. This session goes on, with cookies that take the place of the old ones; their other sessions end.',
    answers: { 200: sessionSchema },
    errors: [400, 403, 429, 503],
  })
  async change(
    @Body({ schema: changeOwnPasswordInput }) body: ChangeOwnPasswordInput,
    @CurrentSession() session: SessionRecord,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const renewed = await this.commands.execute(new ChangeOwnPassword(session, body, this.addresses.of(request), this.contexts.of(caller)));
    setSessionCookies(request, reply, this.settings, renewed);
    return presentSession(renewed);
  }
}
