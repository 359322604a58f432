import { ApiRoute, Caller, CommandContexts, EntityIdPipe, RequireScope } from '#http';
import { Controller, Delete, HttpCode, HttpStatus, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RemoveMember } from './remove-member.handler.js';

@ApiTags('Members')
@Controller('api/members/')
export class RemoveMemberRoute {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  @Delete(':id/')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequireScope('admin')
  @ApiRoute({
    summary: 'Remove a member',
    description: 'Their sessions end within moments. What they did still bears their name.',
    answers: { 204: null },
    errors: [404],
  })
  remove(@Param('id', EntityIdPipe) id: number, @Caller() caller: Caller): Promise<void> {
    return this.commands.execute(new RemoveMember(id, this.contexts.of(caller)));
  }
}
