import { ApiRoute, CurrentSession, RequireSession, type SessionRecord } from '#http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { sessionSchema, type SessionView } from '../session.view.js';
import { ShowSession } from './show-session.handler.js';

@ApiTags('Authentication')
@Controller('api/session/')
export class ShowSessionRoute {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @RequireSession()
  @ApiRoute({
    summary: 'Say who is logged in',
    description: 'The member of the cookie `sessionid`, what they may do, and when the session ends. Access tokens have no session.',
    answers: { 200: sessionSchema },
  })
  show(@CurrentSession() session: SessionRecord): Promise<SessionView> {
    return this.queries.execute(new ShowSession(session));
  }
}
