import { Broker } from '#broker';
import { CaseHandlersModule } from '#cases';
import { CustomerHandlersModule } from '#customers';
import { OrganizationDirectory } from '#organizations';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CommandInbox } from './command-inbox.service.js';
import { CommandsRoute } from './commands.route.js';

/** What commands by message come through and are looked up in. */
export interface MessagingOptions {
  readonly broker: Broker;
  /** Started. */
  readonly producers: OrganizationDirectory;
}

/** Carries out commands that come by message; needs the global modules of platform, stores and `CqrsModule.forRoot()`. */
@Module({})
export class MessagingModule {
  static forRoot({ broker, producers }: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      imports: [CqrsModule, CaseHandlersModule, CustomerHandlersModule],
      controllers: [CommandsRoute],
      providers: [
        CommandInbox,
        { provide: Broker, useValue: broker },
        { provide: OrganizationDirectory, useValue: producers },
      ],
    };
  }
}
