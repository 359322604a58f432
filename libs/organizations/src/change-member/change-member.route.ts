import { ApiRoute, Caller, CommandContexts, EntityIdPipe, RequireScope } from '#http';
import { Body, Controller, Param, Patch } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { memberSchema, type MemberView } from '../member.view.js';
import { ChangeMember } from './change-member.handler.js';
import { changeMemberInput, type ChangeMemberInput } from './change-member.js';

@ApiTags('Members')
@Controller('api/members/')
export class ChangeMemberRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Patch(':id/')
  @RequireScope('admin')
  @ApiRoute({
    summary: 'Change a member',
    description: 'Fields that are left out stay. Another role holds from the next request on; another password ends the sessions of the old one.',
    answers: { 200: memberSchema },
    errors: [400, 404],
  })
  change(
    @Param('id', EntityIdPipe) id: number,
    @Body({ schema: changeMemberInput }) body: ChangeMemberInput,
    @Caller() caller: Caller,
  ): Promise<MemberView> {
    return this.commands.execute(new ChangeMember(id, body, this.contexts.of(caller)));
  }
}
