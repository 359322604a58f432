import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetProvidersHandler } from './get-providers/get-providers.handler.js';
import { GetProvidersRoute } from './get-providers/get-providers.route.js';
import { SetProvidersHandler } from './set-providers/set-providers.handler.js';
import { SetProvidersRoute } from './set-providers/set-providers.route.js';

/** Who carries out the checks, over HTTP; needs `HttpModule`. */
@Module({
  imports: [CqrsModule],
  controllers: [GetProvidersRoute, SetProvidersRoute],
  providers: [GetProvidersHandler, SetProvidersHandler],
})
export class ProvidersModule {}
