import { CasesModule } from '#cases';
import { ConfigsModule } from '#configs';
import { CustomersModule } from '#customers';
import { DocumentsModule } from '#documents';
import { HttpModule } from '#http';
import { OperationsModule } from '#operations';
import { OrganizationsModule } from '#organizations';
import { type Platform, PlatformModule } from '#platform';
import { ProvidersModule } from '#providers';
import { WatchlistsModule } from '#watchlists';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { allProjections } from './projections.js';
import { type AllStores, StoresModule } from './stores.module.js';

/** Everything that answers HTTP. */
@Module({})
export class ApiModule {
  static forRoot(platform: Platform, stores: AllStores): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.forRoot(platform),
        StoresModule.forRoot(stores),
        CqrsModule.forRoot(),
        HttpModule,
        OrganizationsModule,
        CustomersModule,
        ConfigsModule,
        CasesModule,
        DocumentsModule.forRoot(stores.blobStore),
        ProvidersModule,
        WatchlistsModule.forRoot(stores.blobStore),
        OperationsModule.forRoot(allProjections.map(({ name }) => name)),
      ],
    };
  }
}
