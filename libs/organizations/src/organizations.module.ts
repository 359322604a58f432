import { Global, Injectable, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventStore } from '#event-sourcing';
import { ClientDirectory } from '#http';
import { Logger, MasterKey } from '#platform';
import { OrganizationDirectory } from './organization.directory.js';

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

/** Knows the organizations and their clients; needs a global `EventStore` and `PlatformModule`. */
@Global()
@Module({
  providers: [
    {
      provide: OrganizationDirectory,
      useFactory: (store: EventStore, masterKey: MasterKey, logger: Logger) => new OrganizationDirectory(store, masterKey, logger),
      inject: [EventStore, MasterKey, Logger],
    },
    { provide: ClientDirectory, useExisting: OrganizationDirectory },
    DirectoryLifecycle,
  ],
  exports: [OrganizationDirectory, ClientDirectory],
})
export class OrganizationsModule {}
