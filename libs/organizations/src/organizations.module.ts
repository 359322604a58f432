import { Global, Injectable, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '#event-sourcing';
import { ClientDirectory } from '#http';
import { Logger, MasterKey } from '#platform';
import { ListProducersHandler } from './list-producers/list-producers.handler.js';
import { ListProducersRoute } from './list-producers/list-producers.route.js';
import { OrganizationDirectory } from './organization.directory.js';
import { RegisterProducerHandler } from './register-producer/register-producer.handler.js';
import { RegisterProducerRoute } from './register-producer/register-producer.route.js';
import { RevokeProducerHandler } from './revoke-producer/revoke-producer.handler.js';
import { RevokeProducerRoute } from './revoke-producer/revoke-producer.route.js';

/** Starts the directory before the first request and stops it after the last one. */
@Injectable()
class DirectoryLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly directory: OrganizationDirectory) {}

  onModuleInit(): Promise<void> {
    return this.directory.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.directory.stop();
  }
}

/** Knows the organizations, their clients and their producers; needs a global `EventStore` and `PlatformModule`. */
@Global()
@Module({
  imports: [CqrsModule],
  controllers: [ListProducersRoute, RegisterProducerRoute, RevokeProducerRoute],
  providers: [
    {
      provide: OrganizationDirectory,
      useFactory: (store: EventStore, masterKey: MasterKey, logger: Logger) => new OrganizationDirectory(store, masterKey, logger),
      inject: [EventStore, MasterKey, Logger],
    },
    { provide: ClientDirectory, useExisting: OrganizationDirectory },
    DirectoryLifecycle,
    ListProducersHandler,
    RegisterProducerHandler,
    RevokeProducerHandler,
  ],
  exports: [OrganizationDirectory, ClientDirectory],
})
export class OrganizationsModule {}
