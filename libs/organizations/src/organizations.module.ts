import { Global, Injectable, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '#event-sourcing';
import { ClientDirectory } from '#http';
import { Logger, MasterKey } from '#platform';
import { AddMemberHandler } from './add-member/add-member.handler.js';
import { AddMemberRoute } from './add-member/add-member.route.js';
import { ChangeMemberHandler } from './change-member/change-member.handler.js';
import { ChangeMemberRoute } from './change-member/change-member.route.js';
import { ListMembersHandler } from './list-members/list-members.handler.js';
import { ListMembersRoute } from './list-members/list-members.route.js';
import { ListProducersHandler } from './list-producers/list-producers.handler.js';
import { ListProducersRoute } from './list-producers/list-producers.route.js';
import { MemberRegistry } from './member.registry.js';
import { MemberRoster } from './member.roster.js';
import { OrganizationDirectory } from './organization.directory.js';
import { RegisterProducerHandler } from './register-producer/register-producer.handler.js';
import { RegisterProducerRoute } from './register-producer/register-producer.route.js';
import { RemoveMemberHandler } from './remove-member/remove-member.handler.js';
import { RemoveMemberRoute } from './remove-member/remove-member.route.js';
import { RevokeProducerHandler } from './revoke-producer/revoke-producer.handler.js';
import { RevokeProducerRoute } from './revoke-producer/revoke-producer.route.js';

/** Starts what is kept in memory before the first request and stops it after the last one. */
@Injectable()
class MemoryLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly directory: OrganizationDirectory,
    private readonly roster: MemberRoster,
  ) {}

  async onModuleInit(): Promise<void> {
    await Promise.all([this.directory.start(), this.roster.start()]);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.directory.stop(), this.roster.stop()]);
  }
}

const routes = [
  AddMemberRoute,
  ChangeMemberRoute,
  ListMembersRoute,
  ListProducersRoute,
  RegisterProducerRoute,
  RemoveMemberRoute,
  RevokeProducerRoute,
];

const handlers = [
  AddMemberHandler,
  ChangeMemberHandler,
  ListMembersHandler,
  ListProducersHandler,
  RegisterProducerHandler,
  RemoveMemberHandler,
  RevokeProducerHandler,
];

/** Organizations over HTTP: their clients, producers and members. Needs the global modules of platform and stores. */
@Global()
@Module({
  imports: [CqrsModule],
  controllers: routes,
  providers: [
    {
      provide: OrganizationDirectory,
      useFactory: (store: EventStore, masterKey: MasterKey, logger: Logger) => new OrganizationDirectory(store, masterKey, logger),
      inject: [EventStore, MasterKey, Logger],
    },
    { provide: ClientDirectory, useExisting: OrganizationDirectory },
    {
      provide: MemberRoster,
      useFactory: (store: EventStore, logger: Logger) => new MemberRoster(store, logger),
      inject: [EventStore, Logger],
    },
    MemberRegistry,
    MemoryLifecycle,
    ...handlers,
  ],
  exports: [OrganizationDirectory, ClientDirectory],
})
export class OrganizationsModule {}
