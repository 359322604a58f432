import { ApiRoute, Caller, CommandContexts, RequireScope } from '#http';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { memberSchema, type MemberView } from '../member.view.js';
import { AddMember } from './add-member.handler.js';
import { addMemberInput, type AddMemberInput } from './add-member.js';

@ApiTags('Members')
@Controller('api/members/')
export class AddMemberRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @RequireScope('admin')
  @ApiRoute({
    summary: 'Add a member',
    description:
      'A person of the organization. The e-mail address stands for one member for ever: one who was removed comes back under the same id.',
    answers: { 201: memberSchema },
    errors: [400],
  })
  add(@Body({ schema: addMemberInput }) body: AddMemberInput, @Caller() caller: Caller): Promise<MemberView> {
    return this.commands.execute(new AddMember(body, this.contexts.of(caller)));
  }
}
