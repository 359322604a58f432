import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { CommandInbox } from './command-inbox.service.js';
import type { CommandMessage } from './command-message.js';
import { createCaseCommand, decideCheckCommand, startCaseCommand, upsertCustomerCommand } from './commands/index.js';

/** The commands that other services give by message. */
@Controller()
export class CommandsRoute {
  constructor(private readonly inbox: CommandInbox) {}

  @EventPattern(createCaseCommand.type)
  createCase(@Payload() command: CommandMessage): Promise<void> {
    return this.inbox.handle(createCaseCommand, command);
  }

  @EventPattern(startCaseCommand.type)
  startCase(@Payload() command: CommandMessage): Promise<void> {
    return this.inbox.handle(startCaseCommand, command);
  }

  @EventPattern(upsertCustomerCommand.type)
  upsertCustomer(@Payload() command: CommandMessage): Promise<void> {
    return this.inbox.handle(upsertCustomerCommand, command);
  }

  @EventPattern(decideCheckCommand.type)
  decideCheck(@Payload() command: CommandMessage): Promise<void> {
    return this.inbox.handle(decideCheckCommand, command);
  }
}
